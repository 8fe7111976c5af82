package dev.valence;

import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedHost;
import dev.valence.request.ClientRequest;
import dev.valence.request.RequestOptions;
import java.util.concurrent.CompletableFuture;

/** Requests of the application: Electron's module {@code net}. Any thread. */
public interface Net {
  /**
   * A request to a URL; it starts with {@link ClientRequest#end}.
   *
   * @throws IllegalArgumentException as {@link #request(RequestOptions)}
   */
  ClientRequest request(String url);

  /**
   * A request by these options; it starts with {@link ClientRequest#end} or, chunked, with the
   * first write.
   *
   * @throws IllegalArgumentException when the session belongs to another {@code Valence}
   */
  ClientRequest request(RequestOptions options);

  /** {@link Session#fetch(String)} of the default session. */
  CompletableFuture<Response> fetch(String url);

  /** {@link Session#fetch(String, RequestInit)} of the default session. */
  CompletableFuture<Response> fetch(String url, RequestInit init);

  /** {@link Session#fetch(Request)} of the default session. */
  CompletableFuture<Response> fetch(Request request);

  /** {@link Session#fetch(Request, RequestInit)} of the default session. */
  CompletableFuture<Response> fetch(Request request, RequestInit init);

  /** {@link Session#resolveHost(String)} of the default session. */
  CompletableFuture<ResolvedHost> resolveHost(String host);

  /** {@link Session#resolveHost(String, ResolveHostOptions)} of the default session. */
  CompletableFuture<ResolvedHost> resolveHost(String host, ResolveHostOptions options);

  /**
   * Whether the machine has a network: an interface that is up, no loopback, and has an address.
   * True says little about the internet; false says that requests to other machines will fail. The
   * answer may be a second old.
   */
  boolean isOnline();

  /** The same as {@link #isOnline}. */
  default boolean online() {
    return isOnline();
  }
}
