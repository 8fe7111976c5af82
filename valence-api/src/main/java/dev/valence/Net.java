package dev.valence;

import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedHost;
import dev.valence.request.ClientRequest;
import dev.valence.request.RequestOptions;
import dev.valence.websocket.WebSocket;
import dev.valence.websocket.WebSocketOptions;
import dev.valence.websocket.WebSocketStream;
import java.util.List;
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

  /** As {@link #webSocket(String, WebSocketOptions)}, without options. */
  WebSocket webSocket(String url);

  /** As {@link #webSocket(String, WebSocketOptions)}, with one subprotocol to offer. */
  WebSocket webSocket(String url, String protocol);

  /** As {@link #webSocket(String, WebSocketOptions)}, with subprotocols to offer. */
  WebSocket webSocket(String url, List<String> protocols);

  /**
   * Makes a WebSocket and begins its connection.
   *
   * @param url {@code ws:} or {@code wss:}; {@code http:} and {@code https:} are rewritten
   * @throws dev.valence.websocket.SyntaxException for a URL that is none, has another scheme or a
   *     fragment, and for a subprotocol that is no token or is there twice
   * @throws IllegalArgumentException when the session belongs to another {@code Valence}
   */
  WebSocket webSocket(String url, WebSocketOptions options);

  /**
   * Opens a WebSocket whose messages wait for their reader: blocking, or with back-pressure.
   *
   * @return done when it is open; fails with a {@link dev.valence.net.NetException} when it cannot
   *     be. Cancelling gives it up
   * @throws IllegalArgumentException as {@link #webSocket(String, WebSocketOptions)}, and when the
   *     options have listeners
   */
  CompletableFuture<WebSocketStream> webSocketStream(String url, WebSocketOptions options);

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
