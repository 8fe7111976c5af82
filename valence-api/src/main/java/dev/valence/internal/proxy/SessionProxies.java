package dev.valence.internal.proxy;

import dev.valence.event.async.Promise;
import dev.valence.event.dispatch.EventThread;
import dev.valence.internal.async.Workers;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyCredentialsProvider;
import dev.valence.net.proxy.ProxyExplanation;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.proxy.ProxyService;
import dev.valence.net.url.Url;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a session offers of proxies; futures complete on workers, providers are asked on events. */
public final class SessionProxies {
  private final ProxyService proxies;
  private final Workers workers;
  private final EventThread events;

  public SessionProxies(ProxyService proxies, Workers workers, EventThread events) {
    this.proxies = proxies;
    this.workers = workers;
    this.events = events;
  }

  public CompletableFuture<Void> set(ProxyConfig config) {
    Objects.requireNonNull(config, "config");
    ProxyCredentialsProvider provider = config.credentialsProvider();
    ProxyConfig inner =
        provider == null
            ? config
            : config.toBuilder().credentials(proxy -> onEvents(provider, proxy)).build();
    return onWorkers(proxies.configure(inner), done -> done);
  }

  private CompletableFuture<@Nullable ProxyCredentials> onEvents(
      ProxyCredentialsProvider provider, ProxyServer proxy) {
    CompletableFuture<@Nullable ProxyCredentials> answer = new CompletableFuture<>();
    events.execute(
        () -> {
          try {
            provider
                .credentialsFor(proxy)
                .whenComplete(
                    (found, failure) -> {
                      if (failure == null) {
                        answer.complete(found);
                      } else {
                        answer.completeExceptionally(failure);
                      }
                    });
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
            throw e;
          }
        });
    return answer;
  }

  public CompletableFuture<String> resolve(String url) {
    return onWorkers(proxies.resolve(parse(url)), ProxyList::toPacString);
  }

  public CompletableFuture<ProxyExplanation> explain(String url) {
    return onWorkers(proxies.explain(parse(url)), explanation -> explanation);
  }

  public CompletableFuture<Void> forceReload() {
    return onWorkers(proxies.forceReload(), done -> done);
  }

  private static Url parse(String url) {
    return Url.parse(Objects.requireNonNull(url, "url"));
  }

  private <F, T> CompletableFuture<T> onWorkers(
      CompletableFuture<F> future, Function<? super F, ? extends T> result) {
    Promise<T> promise = new Promise<>(workers);
    future.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            promise.settle(result.apply(value));
          } else {
            Throwable cause =
                failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            promise.settleFailure(cause);
          }
        });
    return promise;
  }
}
