package dev.valence.protocol;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A session with handlers, and what becomes of fetches in it. */
final class ProtocolProbe implements AutoCloseable {
  private static final int WAIT_SECONDS = 20;

  final Valence valence;

  ProtocolProbe() {
    this(Valence.builder().uncaughtExceptionHandler((thread, thrown) -> {}).build());
  }

  ProtocolProbe(Valence valence) {
    this.valence = valence;
  }

  Session session() {
    return valence.session().defaultSession();
  }

  Protocol protocol() {
    return session().protocol();
  }

  static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  Response fetch(String url) {
    return get(session().fetch(url));
  }

  Response fetch(String url, RequestInit init) {
    return get(session().fetch(Request.of(url), init));
  }

  String text(String url) {
    return get(fetch(url).text());
  }

  String text(String url, RequestInit init) {
    return get(fetch(url, init).text());
  }

  Throwable failureOf(String url) throws Exception {
    return failure(session().fetch(url));
  }

  static Throwable failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(WAIT_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("it did not fail");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (CancellationException e) {
      return e;
    }
  }

  static RequestInit post(String body) {
    return RequestInit.builder().method("POST").body(body).build();
  }

  static RequestInit bypass() {
    return RequestInit.builder().bypassCustomProtocolHandlers(true).build();
  }

  @Override
  public void close() {
    valence.close();
  }
}
