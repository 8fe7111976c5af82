package dev.valence.testkit;

import java.io.IOException;
import java.util.List;

/**
 * A {@link RawServer} for HTTP/2 frames given as bytes. The client's preface and first SETTINGS are
 * read and the given SETTINGS sent before the script runs.
 *
 * {@snippet :
 * RawHttp2Server.startTls(identity, connection -> {
 *   int stream = connection.readRequest().streamId();
 *   connection.write(Http2Frames.headers(stream, false, Http2Frames.block(":status", "200")));
 *   connection.write(Http2Frames.windowUpdate(0, 0)); // a PROTOCOL_ERROR
 *   connection.readUntilGoAway();
 * });
 * }
 */
public final class RawHttp2Server implements AutoCloseable {
  /** What one connection does after the preface. */
  @FunctionalInterface
  public interface Script {
    /**
     * Plays the server on this connection, which is closed when it returns.
     *
     * @throws IOException when the client goes away, which is no failure of the script
     */
    void run(RawHttp2Connection connection) throws IOException;
  }

  private final RawServer server;

  private RawHttp2Server(RawServer server) {
    this.server = server;
  }

  /** Over TLS with ALPN h2, with empty SETTINGS. */
  public static RawHttp2Server startTls(TestIdentity identity, Script script) throws IOException {
    return startTls(identity, Http2Frames.settings(), script);
  }

  /** Over TLS with ALPN h2; {@code opening} is sent as the server's preface, right or wrong. */
  public static RawHttp2Server startTls(TestIdentity identity, byte[] opening, Script script)
      throws IOException {
    return new RawHttp2Server(
        RawServer.startTls(identity, connection -> play(connection, opening, script), "h2"));
  }

  /** As above, and for clients that offer HTTP/1.1 alone by this script. */
  public static RawHttp2Server startTls(
      TestIdentity identity, byte[] opening, Script script, RawServer.Script http1)
      throws IOException {
    return new RawHttp2Server(
        RawServer.startTls(
            identity,
            connection -> {
              if (connection.alpn().equals("h2")) {
                play(connection, opening, script);
              } else {
                http1.run(connection);
              }
            },
            "h2",
            "http/1.1"));
  }

  /** Without TLS, for clients with prior knowledge. */
  public static RawHttp2Server start(byte[] opening, Script script) throws IOException {
    return new RawHttp2Server(RawServer.start(connection -> play(connection, opening, script)));
  }

  private static void play(RawConnection raw, byte[] opening, Script script) throws IOException {
    RawHttp2Connection connection = new RawHttp2Connection(raw);
    connection.readPreface();
    connection.write(opening);
    script.run(connection);
  }

  /** The port. */
  public int port() {
    return server.port();
  }

  /** The URL of a path on this server. */
  public String url(String pathAndQuery) {
    return server.url(pathAndQuery);
  }

  /** How many connections have been accepted since the start. */
  public int connectionCount() {
    return server.connectionCount();
  }

  /** The next accepted connection that was not yet taken; waits for it. */
  public RawConnection takeConnection() throws InterruptedException {
    return server.takeConnection();
  }

  /** What scripts threw, save for I/O errors, which a leaving client causes. */
  public List<Throwable> failures() {
    return server.failures();
  }

  @Override
  public void close() {
    server.close();
  }
}
