package dev.valence.bench.websocket.client;

import dev.valence.Valence;
import dev.valence.websocket.WebSocketMessage;
import dev.valence.websocket.WebSocketOptions;
import dev.valence.websocket.WebSocketStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Valence's {@code WebSocketStream}: a plain thread that waits in {@code receive}. */
final class ValenceStreamEcho implements EchoClient {
  private final Valence valence = Valence.builder().build();
  private final URI uri;
  private final WebSocketMessage message;
  private volatile boolean closed;

  ValenceStreamEcho(URI uri, Payload payload) {
    this.uri = uri;
    this.message = WebSocketMessage.ofOwned(payload.isText(), payload.bytes());
  }

  @Override
  public EchoSocket connect(EchoListener listener) {
    WebSocketStream stream = open();
    Thread reader = new Thread(() -> read(stream, listener), "reader");
    reader.setDaemon(true);
    reader.start();
    return () -> stream.send(message);
  }

  @Override
  public Exchange connectToWait() {
    WebSocketStream stream = open();
    return () -> {
      stream.send(message);
      return size(stream.receive());
    };
  }

  private WebSocketStream open() {
    return valence.net().webSocketStream(uri.toString(), WebSocketOptions.defaults()).join();
  }

  private void read(WebSocketStream stream, EchoListener listener) {
    try {
      while (true) {
        listener.onMessage(size(stream.receive()));
      }
    } catch (IOException e) {
      if (!closed) {
        listener.onFailed(e);
      }
    } catch (InterruptedException e) {
      listener.onFailed(new InterruptedIOException());
    }
  }

  private static int size(@Nullable WebSocketMessage message) throws IOException {
    if (message == null) {
      throw new IOException("the server has closed");
    }
    // As a user would look at it.
    return message.isText() ? message.text().length() : message.size();
  }

  @Override
  public void close() {
    closed = true;
    valence.close();
  }
}
