package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A small HTTP proxy that does CONNECT only and records what it was asked: for tests that look at
 * the bytes, or want a proxy that errs before or after the tunnel stands.
 */
public final class RelayProxy implements AutoCloseable {
  private final RawServer server;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private RelayProxy(Gate gate) throws IOException {
    server = RawServer.start(connection -> serve(connection, gate));
  }

  /** Looks at a head before the tunnel is opened. */
  @FunctionalInterface
  public interface Gate {
    /**
     * Lets it pass, or answers it.
     *
     * @return true to open the tunnel; false when an answer was written: another head may follow
     */
    boolean pass(String head, RawConnection connection) throws IOException;
  }

  /** A proxy that lets all pass. */
  public static RelayProxy start() throws IOException {
    return start((head, connection) -> true);
  }

  public static RelayProxy start(Gate gate) throws IOException {
    return new RelayProxy(gate);
  }

  private void serve(RawConnection connection, Gate gate) throws IOException {
    while (true) {
      String head = connection.readHead();
      heads.add(head);
      if (gate.pass(head, connection)) {
        relay(head, connection);
        return;
      }
    }
  }

  private static void relay(String head, RawConnection connection) throws IOException {
    String target = head.split(" ", 3)[1];
    int colon = target.lastIndexOf(':');
    String host = target.substring(0, colon).replace("[", "").replace("]", "");
    try (Socket origin = new Socket(host, Integer.parseInt(target.substring(colon + 1)))) {
      connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
      relay(connection, origin);
    }
  }

  /** Carries bytes both ways until one side ends. */
  public static void relay(RawConnection connection, Socket origin) throws IOException {
    origin.setTcpNoDelay(true);
    Thread back =
        new Thread(
            () -> {
              try (connection) {
                byte[] buffer = new byte[16 * 1024];
                InputStream in = origin.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                  connection.write(java.util.Arrays.copyOf(buffer, count));
                }
              } catch (IOException gone) {
                // One side left.
              }
            },
            "relay-back");
    back.setDaemon(true);
    back.start();
    OutputStream out = origin.getOutputStream();
    connection.input().transferTo(out);
  }

  /** The heads of what was asked, in order. */
  public List<String> heads() {
    return heads;
  }

  public int port() {
    return server.port();
  }

  /** How many connections have been accepted since the start. */
  public int connectionCount() {
    return server.connectionCount();
  }

  @Override
  public void close() {
    server.close();
  }
}
