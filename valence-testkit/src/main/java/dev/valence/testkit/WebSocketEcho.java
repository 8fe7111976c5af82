package dev.valence.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server that sends every short frame back, with or without TLS, and asks for a Basic
 * login where told to. A thread for each connection.
 */
public final class WebSocketEcho implements AutoCloseable {
  private final ServerSocket listener;
  private final boolean tls;
  private final @Nullable String login;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private WebSocketEcho(@Nullable TestIdentity identity, @Nullable String login)
      throws IOException {
    ServerSocketFactory factory =
        identity == null
            ? ServerSocketFactory.getDefault()
            : identity.serverContext().getServerSocketFactory();
    this.listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.tls = identity != null;
    this.login = login;
    start("accept", this::accept);
  }

  /** Starts one. */
  public static WebSocketEcho start(@Nullable TestIdentity identity) throws IOException {
    return new WebSocketEcho(identity, null);
  }

  /**
   * Starts one that wants a login.
   *
   * @param login {@code user:password}
   */
  public static WebSocketEcho startWithLogin(@Nullable TestIdentity identity, String login)
      throws IOException {
    return new WebSocketEcho(identity, login);
  }

  /** Where it listens, such as {@code ws://127.0.0.1:1234/}. */
  public String url() {
    return (tls ? "wss" : "ws") + "://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  private static void start(String what, Runnable task) {
    Thread thread = new Thread(task, "websocket-echo-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        start("serve", () -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (!handshake(in, out)) {
        // Once more, with a login.
      }
      while (echo(in, out)) {
        // On to the next frame.
      }
    } catch (IOException gone) {
      // The client has had enough.
    } finally {
      open.remove(socket);
    }
  }

  private boolean handshake(DataInputStream in, OutputStream out) throws IOException {
    String key = null;
    String credentials = null;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (name.equals("sec-websocket-key")) {
        key = line.substring(colon + 1).strip();
      } else if (name.equals("authorization")) {
        credentials = line.substring(colon + 1).strip();
      }
    }
    if (login != null
        && !("Basic " + base64(login.getBytes(StandardCharsets.UTF_8))).equals(credentials)) {
      send(
          out,
          "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"Foo\"\r\n"
              + "Content-Length: 0\r\n\r\n");
      return false;
    }
    send(
        out,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(String.valueOf(key))
            + "\r\n\r\n");
    return true;
  }

  private static boolean echo(DataInputStream in, OutputStream out) throws IOException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    int length = in.readUnsignedByte() & 0x7f;
    byte[] key = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= key[i & 3];
    }
    byte[] frame = new byte[2 + length];
    frame[0] = (byte) first;
    frame[1] = (byte) length;
    System.arraycopy(payload, 0, frame, 2, length);
    out.write(frame);
    out.flush();
    return (first & 0x0f) != 8;
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static void send(OutputStream out, String head) throws IOException {
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static String accept(String key) {
    try {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.UTF_8);
      return base64(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      // It is closed, or will be with the process.
    }
  }
}
