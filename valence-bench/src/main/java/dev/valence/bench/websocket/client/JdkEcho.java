package dev.valence.bench.websocket.client;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's WebSocket. It takes one message at a time, so that each waits for the one before; it
 * gives messages in pieces, which are joined here as the other clients do.
 */
final class JdkEcho implements EchoClient {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI uri;
  private final Payload payload;

  JdkEcho(URI uri, Payload payload) {
    this.uri = uri;
    this.payload = payload;
  }

  @Override
  public EchoSocket connect(EchoListener listener) {
    return new Socket(
        client.newWebSocketBuilder().buildAsync(uri, new Receiver(listener)).join(), listener);
  }

  @Override
  public void close() {}

  private final class Socket implements EchoSocket {
    private final WebSocket socket;
    private final EchoListener listener;
    private final ByteBuffer bytes = payload.buffer();
    private final String text = payload.isText() ? payload.text() : "";
    private CompletableFuture<WebSocket> last = new CompletableFuture<>();

    Socket(WebSocket socket, EchoListener listener) {
      this.socket = socket;
      this.listener = listener;
      last.complete(socket);
    }

    @Override
    public synchronized void send() {
      // Most often the one before is done: then no chain is made.
      last = last.isDone() ? begin() : last.thenCompose(unused -> begin());
      last.exceptionally(
          failure -> {
            listener.onFailed(failure);
            return null;
          });
    }

    private CompletableFuture<WebSocket> begin() {
      return payload.isText()
          ? socket.sendText(text, true)
          : socket.sendBinary(bytes.duplicate(), true);
    }
  }

  private static final class Receiver implements WebSocket.Listener {
    private final EchoListener listener;
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();

    Receiver(EchoListener listener) {
      this.listener = listener;
    }

    @Override
    public void onOpen(WebSocket socket) {
      socket.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      if (text.isEmpty() && last) {
        listener.onMessage(data.toString().length());
        return null;
      }
      text.append(data);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        listener.onMessage(whole.length());
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      if (pieces.size() == 0 && last) {
        listener.onMessage(data.remaining());
        return null;
      }
      byte[] piece = new byte[data.remaining()];
      data.get(piece);
      pieces.writeBytes(piece);
      if (last) {
        byte[] whole = pieces.toByteArray();
        pieces.reset();
        listener.onMessage(whole.length);
      }
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      listener.onFailed(error);
    }
  }
}
