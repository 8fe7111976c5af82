package dev.valence.internal.cookies;

import dev.valence.cookies.CookieJson;
import dev.valence.cookies.Cookies;
import dev.valence.event.Event;
import dev.valence.event.EventType;
import dev.valence.event.dispatch.EventThread;
import dev.valence.event.dispatch.Listeners;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookieChangeListener;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.net.cookie.CookieFileException;
import dev.valence.net.cookie.CookieFilter;
import dev.valence.net.cookie.CookieStore;
import dev.valence.net.cookie.NetscapeCookieFile;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** {@link Cookies} over a store. */
public final class CookiesImpl implements Cookies {
  private final CookieStore store;
  private final Executor workers;
  private final Listeners listeners;
  private final CookieChangeListener storeListener;

  public CookiesImpl(CookieStore store, EventThread events, Executor workers) {
    this.store = store;
    this.workers = workers;
    this.listeners = new Listeners(events, "Cookies", CHANGED);
    this.storeListener =
        (cookie, cause, removed) ->
            listeners.post(
                CHANGED, listener -> listener.onChanged(new Event(), cookie, cause, removed));
    store.addChangeListener(storeListener);
  }

  @Override
  public CompletableFuture<List<Cookie>> get() {
    return get(CookieFilter.all());
  }

  @Override
  public CompletableFuture<List<Cookie>> get(CookieFilter filter) {
    return away(store.get(Objects.requireNonNull(filter, "filter")));
  }

  @Override
  public CompletableFuture<Void> set(CookieDetails details) {
    return away(store.set(Objects.requireNonNull(details, "details")).thenApply(cookie -> null));
  }

  @Override
  public CompletableFuture<Void> remove(String url, String name) {
    Objects.requireNonNull(name, "name");
    return away(store.remove(Objects.requireNonNull(url, "url"), name).thenApply(count -> null));
  }

  @Override
  public CompletableFuture<Integer> importNetscape(String text) {
    try {
      return away(store.importAll(NetscapeCookieFile.parse(text)));
    } catch (CookieFileException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<String> exportNetscape() {
    return away(store.get(CookieFilter.all()).thenApply(NetscapeCookieFile::format));
  }

  @Override
  public CompletableFuture<Integer> importJson(String text) {
    try {
      return away(store.importAll(CookieJson.read(text)));
    } catch (CookieFileException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<String> exportJson() {
    return away(store.get(CookieFilter.all()).thenApply(CookieJson::write));
  }

  @Override
  public CompletableFuture<Void> flushStore() {
    return away(store.flush());
  }

  /**
   * The same future, whose dependents run on a worker; where it is done already, it is left alone.
   */
  private <T> CompletableFuture<T> away(CompletableFuture<T> future) {
    if (future.isDone()) {
      return future;
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    future.whenCompleteAsync(
        (value, failure) -> {
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
        },
        workers);
    return result;
  }

  /** No more events come. */
  public void close() {
    store.removeChangeListener(storeListener);
  }

  @Override
  public <L> Cookies on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return this;
  }

  @Override
  public <L> Cookies once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return this;
  }

  @Override
  public <L> Cookies off(EventType<L> type, L listener) {
    listeners.remove(type, listener);
    return this;
  }

  @Override
  public Cookies removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public Cookies removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }
}
