package dev.valence.bench.websocket.client;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/** OkHttp 5. */
final class OkHttpEcho implements EchoClient {
  private final OkHttpClient client;
  private final URI uri;
  private final Payload payload;

  OkHttpEcho(URI uri, Payload payload) {
    this.uri = uri;
    this.payload = payload;
    client = new OkHttpClient.Builder().minWebSocketMessageToCompress(Long.MAX_VALUE).build();
    client.dispatcher().setMaxRequests(2000);
    client.dispatcher().setMaxRequestsPerHost(2000);
  }

  @Override
  public EchoSocket connect(EchoListener listener) {
    CompletableFuture<WebSocket> open = new CompletableFuture<>();
    client.newWebSocket(
        new Request.Builder().url(uri.toString().replaceFirst("^ws", "http")).build(),
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket socket, Response response) {
            open.complete(socket);
          }

          @Override
          public void onMessage(WebSocket socket, String text) {
            listener.onMessage(text.length());
          }

          @Override
          public void onMessage(WebSocket socket, ByteString bytes) {
            listener.onMessage(bytes.size());
          }

          @Override
          public void onFailure(WebSocket socket, Throwable cause, Response response) {
            open.completeExceptionally(cause);
            listener.onFailed(cause);
          }
        });
    WebSocket socket = open.join();
    if (payload.isText()) {
      String text = payload.text();
      return () -> socket.send(text);
    }
    ByteString bytes = ByteString.of(payload.bytes());
    return () -> socket.send(bytes);
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
