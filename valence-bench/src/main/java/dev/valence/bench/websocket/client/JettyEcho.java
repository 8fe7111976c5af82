package dev.valence.bench.websocket.client;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** Jetty 12's WebSocket client, one selector. */
final class JettyEcho implements EchoClient {
  private final WebSocketClient client;
  private final URI uri;
  private final Payload payload;

  JettyEcho(URI uri, Payload payload) throws Exception {
    this.uri = uri;
    this.payload = payload;
    QueuedThreadPool threads = new QueuedThreadPool(16);
    threads.setDaemon(true);
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads);
    HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(connector));
    http.setExecutor(threads);
    http.setMaxConnectionsPerDestination(2000);
    client = new WebSocketClient(http);
    client.setMaxBinaryMessageSize(2 << 20);
    client.setIdleTimeout(Duration.ofMinutes(10));
    client.start();
  }

  @Override
  public EchoSocket connect(EchoListener listener) throws Exception {
    Session session = client.connect(new Receiver(listener), uri, new ClientUpgradeRequest()).get();
    if (payload.isText()) {
      String text = payload.text();
      return () -> session.sendText(text, Callback.NOOP);
    }
    ByteBuffer bytes = payload.buffer();
    return () -> session.sendBinary(bytes.duplicate(), Callback.NOOP);
  }

  @Override
  public void close() throws Exception {
    client.stop();
  }

  /** Public because Jetty looks at its methods. */
  public static final class Receiver implements Session.Listener.AutoDemanding {
    private final EchoListener listener;

    Receiver(EchoListener listener) {
      this.listener = listener;
    }

    @Override
    public void onWebSocketText(String message) {
      listener.onMessage(message.length());
    }

    @Override
    public void onWebSocketBinary(ByteBuffer message, Callback callback) {
      listener.onMessage(message.remaining());
      callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
      listener.onFailed(cause);
    }
  }
}
