package dev.valence.bench.websocket.client;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** Java-WebSocket: two threads for each socket. */
final class JavaWebSocketEcho implements EchoClient {
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final URI uri;
  private final Payload payload;

  JavaWebSocketEcho(URI uri, Payload payload) {
    this.uri = uri;
    this.payload = payload;
  }

  @Override
  public EchoSocket connect(EchoListener listener) throws Exception {
    Socket socket = new Socket(uri, listener);
    socket.setTcpNoDelay(true);
    socket.setConnectionLostTimeout(0);
    sockets.add(socket);
    if (!socket.connectBlocking(60, TimeUnit.SECONDS)) {
      throw new IOException("no connection to " + uri);
    }
    if (payload.isText()) {
      String text = payload.text();
      return () -> socket.send(text);
    }
    byte[] bytes = payload.bytes();
    return () -> socket.send(bytes);
  }

  @Override
  public void close() {
    List.copyOf(sockets).forEach(Socket::closeConnectionQuietly);
  }

  private final class Socket extends WebSocketClient {
    private final EchoListener listener;
    private volatile boolean closing;

    Socket(URI uri, EchoListener listener) {
      super(uri);
      this.listener = listener;
    }

    void closeConnectionQuietly() {
      closing = true;
      close();
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onMessage(String message) {
      listener.onMessage(message.length());
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
      listener.onMessage(bytes.remaining());
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      if (!closing) {
        listener.onFailed(new IOException("closed: " + code + " " + reason));
      }
    }

    @Override
    public void onError(Exception failure) {
      listener.onFailed(failure);
    }
  }
}
