package dev.valence.internal.websocket.javanet;

import dev.valence.internal.request.ClientRequestImpl.Surroundings;
import dev.valence.internal.websocket.HandshakeRequest;
import dev.valence.internal.websocket.WebSocketRules;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkRequest;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketTransport;
import dev.valence.websocket.WebSocketOptions;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link WebSocket.Builder}; what is wrong is told by the future, as the contract has it. */
public final class JavaWebSocketBuilder implements WebSocket.Builder {
  private record Field(String name, String value) {}

  private final Surroundings surroundings;
  private final WebSocketOptions options;
  private final List<Field> fields = new ArrayList<>();
  private List<String> subprotocols;
  private @Nullable Duration connectTimeout;

  /**
   * A builder on a session.
   *
   * @param options what {@code java.net.http} has no words for; without listeners
   */
  public JavaWebSocketBuilder(Surroundings surroundings, WebSocketOptions options) {
    if (options.listeners() != WebSocketOptions.defaults().listeners()) {
      throw new IllegalArgumentException(
          "a WebSocket of java.net.http has one listener, given to buildAsync: leave listeners()"
              + " out");
    }
    if (options.reconnect() != null) {
      throw new IllegalArgumentException(
          "a WebSocket of java.net.http is one connection: leave reconnect() out, or use"
              + " net.webSocket");
    }
    this.surroundings = surroundings;
    this.options = options;
    this.subprotocols = options.protocols();
  }

  @Override
  public WebSocket.Builder header(String name, String value) {
    fields.add(
        new Field(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
    return this;
  }

  @Override
  public WebSocket.Builder connectTimeout(Duration timeout) {
    connectTimeout = Objects.requireNonNull(timeout, "timeout");
    return this;
  }

  @Override
  public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
    List<String> all = new ArrayList<>();
    all.add(Objects.requireNonNull(mostPreferred, "mostPreferred"));
    all.addAll(List.of(lesserPreferred));
    subprotocols = all;
    return this;
  }

  @Override
  public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(listener, "listener");
    NetworkRequest request;
    List<String> protocols;
    try {
      request = HandshakeRequest.of(target(uri), headers(), options, surroundings);
      protocols = WebSocketRules.protocols(List.copyOf(subprotocols));
      checkTimeout();
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    return open(request, protocols, listener);
  }

  private static Url target(URI uri) {
    String scheme = uri.getScheme();
    if (scheme == null || !(scheme.equalsIgnoreCase("ws") || scheme.equalsIgnoreCase("wss"))) {
      throw new IllegalArgumentException("the scheme of a WebSocket is ws or wss: " + uri);
    }
    return WebSocketRules.url(uri.toASCIIString());
  }

  private HeaderList headers() {
    HeaderList headers = options.headers();
    for (Field field : fields) {
      headers.add(field.name(), WebSocketOptions.Builder.check(field.name(), field.value()));
    }
    return headers;
  }

  private void checkTimeout() {
    Duration limit = connectTimeout;
    if (limit != null && (limit.isZero() || limit.isNegative())) {
      throw new IllegalArgumentException("connectTimeout is more than zero, not " + limit);
    }
  }

  private CompletableFuture<WebSocket> open(
      NetworkRequest request, List<String> protocols, WebSocket.Listener listener) {
    JavaWebSocket socket = new JavaWebSocket(request.url(), listener, surroundings.workers());
    CompletableFuture<WebSocket> opened = socket.opened();
    WebSocketTransport transport;
    try {
      transport =
          surroundings
              .webSockets()
              .openWebSocket(
                  request, protocols, JavaWebSocket.settings(options.settings()), socket);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new NetException(NetError.CONTEXT_SHUT_DOWN, "the Valence is closed", e));
    }
    socket.start(transport);
    Duration limit = connectTimeout;
    if (limit != null) {
      limit(opened, limit);
    }
    // The program's end of it: who cancels or completes it gives the opening up.
    CompletableFuture<WebSocket> answer = opened.copy();
    answer.whenComplete(
        (result, failure) -> {
          if (answer.isCancelled()) {
            socket.abort();
          }
        });
    opened.whenComplete(
        (result, failure) -> {
          if (failure instanceof HttpTimeoutException) {
            socket.abort();
          }
        });
    return answer;
  }

  private void limit(CompletableFuture<WebSocket> opened, Duration limit) {
    ScheduledFuture<?> timer =
        surroundings
            .context()
            .loop()
            .schedule(
                () ->
                    surroundings
                        .workers()
                        .execute(
                            () ->
                                opened.completeExceptionally(
                                    new HttpTimeoutException(
                                        "the WebSocket was not open within " + limit))),
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    opened.whenComplete((result, failure) -> timer.cancel(false));
  }
}
