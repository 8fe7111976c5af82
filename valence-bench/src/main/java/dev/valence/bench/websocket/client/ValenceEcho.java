package dev.valence.bench.websocket.client;

import dev.valence.Valence;
import dev.valence.websocket.WebSocket;
import dev.valence.websocket.WebSocketOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Valence's events: {@code on(MESSAGE)} and {@code send}, the event thread as it is. */
final class ValenceEcho implements EchoClient {
  private final Valence valence = Valence.builder().build();
  private final URI uri;
  private final Payload payload;

  ValenceEcho(URI uri, Payload payload) {
    this.uri = uri;
    this.payload = payload;
  }

  @Override
  public EchoSocket connect(EchoListener listener) {
    CompletableFuture<WebSocket> open = new CompletableFuture<>();
    valence
        .net()
        .webSocket(
            uri.toString(),
            WebSocketOptions.builder()
                .listeners(
                    socket -> {
                      socket.on(WebSocket.OPENED, () -> open.complete(socket));
                      socket.on(
                          WebSocket.MESSAGE,
                          event ->
                              listener.onMessage(
                                  event.data() instanceof String text
                                      ? text.length()
                                      : ((java.nio.ByteBuffer) event.data()).remaining()));
                      socket.on(
                          WebSocket.ERROR,
                          failure -> {
                            open.completeExceptionally(failure);
                            listener.onFailed(failure);
                          });
                    })
                .build());
    WebSocket socket = open.join();
    if (payload.isText()) {
      String text = payload.text();
      return () -> socket.send(text);
    }
    byte[] bytes = payload.bytes();
    return () -> socket.send(bytes);
  }

  @Override
  public void close() {
    valence.close();
  }
}
