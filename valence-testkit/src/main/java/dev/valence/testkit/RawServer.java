package dev.valence.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A server made of bytes: each connection runs a script that reads what it likes and writes bytes
 * verbatim, on a thread of its own. For everything a sound server would never send.
 *
 * {@snippet :
 * try (RawServer server =
 *     RawServer.start(
 *         connection -> {
 *           connection.readHead();
 *           connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
 *           connection.close();
 *         })) {
 *   client.get(server.url("/"));
 * }
 * }
 */
public final class RawServer implements AutoCloseable {
  private static final int WAIT_SECONDS = 20;

  /** What one connection does. */
  @FunctionalInterface
  public interface Script {
    /**
     * Plays the server on this connection, which is closed when it returns.
     *
     * @throws IOException when the client goes away, which is no failure of the script
     */
    void run(RawConnection connection) throws IOException;
  }

  /** Puts TLS on a socket, or nothing. */
  private interface Layer {
    Socket on(Socket transport) throws IOException;
  }

  private final ServerSocket listener;
  private final Layer layer;
  private final String scheme;
  private final Script script;
  private final ExecutorService threads;
  private final Set<RawConnection> open = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<RawConnection> accepted = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Throwable> failures = new ArrayList<>();

  private RawServer(ServerSocket listener, Layer layer, String scheme, Script script) {
    this.listener = listener;
    this.layer = layer;
    this.scheme = scheme;
    this.script = script;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "raw-server");
              thread.setDaemon(true);
              return thread;
            });
    threads.execute(this::accept);
  }

  /** A plain TCP server on 127.0.0.1 and a free port. */
  public static RawServer start(Script script) throws IOException {
    return new RawServer(listen(), transport -> transport, "http", script);
  }

  /**
   * A TLS server on 127.0.0.1 and a free port.
   *
   * @param alpn the protocols ALPN chooses from; none: ALPN is ignored
   */
  public static RawServer startTls(TestIdentity identity, Script script, String... alpn)
      throws IOException {
    SSLSocketFactory factory = identity.serverContext().getSocketFactory();
    return new RawServer(
        listen(),
        transport -> {
          SSLSocket socket = (SSLSocket) factory.createSocket(transport, null, true);
          SSLParameters parameters = socket.getSSLParameters();
          parameters.setApplicationProtocols(alpn);
          socket.setSSLParameters(parameters);
          return socket;
        },
        "https",
        script);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 256, InetAddress.getByName("127.0.0.1"));
  }

  /** The port. */
  public int port() {
    return listener.getLocalPort();
  }

  /** {@code http://127.0.0.1:PORT} or {@code https://localhost:PORT}. */
  public String origin() {
    return scheme + "://" + (scheme.equals("https") ? "localhost" : "127.0.0.1") + ":" + port();
  }

  /** The URL of a path on this server. */
  public String url(String pathAndQuery) {
    return origin() + pathAndQuery;
  }

  /** How many connections have been accepted since the start. */
  public int connectionCount() {
    return connections.get();
  }

  /**
   * The next accepted connection that was not yet taken; waits for it.
   *
   * @throws AssertionError when none arrives within 20 s
   */
  public RawConnection takeConnection() throws InterruptedException {
    RawConnection connection = accepted.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("no connection arrived within " + WAIT_SECONDS + " s");
    }
    return connection;
  }

  /** What scripts threw, save for I/O errors, which a leaving client causes. */
  public List<Throwable> failures() {
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }

  /** Closes the listener and all connections, and ends the scripts. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new IllegalStateException("The listener does not close", e);
    }
    open.forEach(RawConnection::abandon);
    threads.shutdownNow();
  }

  private void accept() {
    while (true) {

      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        RawConnection connection =
            new RawConnection(connections.incrementAndGet(), socket, layer.on(socket));
        open.add(connection);
        accepted.add(connection);
        threads.execute(() -> play(connection));
      } catch (IOException closed) {
        return;
      } catch (RejectedExecutionException closing) {
        return;
      }
    }
  }

  private void play(RawConnection connection) {
    try (connection) {
      Jitter.pause();
      script.run(connection);
    } catch (IOException gone) {
      // The client left, or the test closed the server: the test looks at the client's side.
    } catch (Throwable failure) {
      synchronized (failures) {
        failures.add(failure);
      }
    } finally {
      open.remove(connection);
    }
  }
}
