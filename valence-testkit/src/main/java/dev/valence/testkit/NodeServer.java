package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real Node.js server on 127.0.0.1, each on a free port: plain HTTP/1.1, TLS with HTTP/1.1, TLS
 * with HTTP/2, and HTTP/2 by prior knowledge. The paths:
 *
 * <ul>
 *   <li>{@code /echo}: JSON with method, url, version, rawHeaders, and the body's text
 *   <li>{@code /digest}: JSON with length and sha256 of the body
 *   <li>{@code /bytes/N}: N bytes {@code i * 31 % 251} with a length; {@code /chunked/N}: without
 *   <li>{@code /redirect/N?status=S}: N redirects, then 200 {@code arrived by METHOD}
 *   <li>{@code /status/S}: an empty answer with this status
 *   <li>{@code /encoded/gzip|deflate|br/N}: {@code /bytes/N} compressed
 *   <li>{@code /set?name=value&...}: the query as response headers, repeated names in order
 *   <li>{@code /trailers}: a chunked body {@code body} and the trailer {@code x-trailer: end}
 * </ul>
 */
public final class NodeServer implements AutoCloseable {
  private static final String READY = "READY ";

  private final Path home;
  private final PeerProcess process;
  private final Map<String, Integer> ports;

  private NodeServer(Path home, PeerProcess process, Map<String, Integer> ports) {
    this.home = home;
    this.process = process;
    this.ports = ports;
  }

  /**
   * Starts the built-in server with the shared certificate.
   *
   * @throws MissingPeerException when node is not installed
   * @throws IOException when it does not start; the message has its output
   */
  public static NodeServer start() throws IOException {
    try (InputStream script = NodeServer.class.getResourceAsStream("node-server.js")) {
      if (script == null) {
        throw new IOException("node-server.js is missing from the testkit");
      }
      return start(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Starts a server of the test's own. The script finds {@code server.pem} and {@code server.key}
   * in its working directory, listens on port 0 of 127.0.0.1, and prints a line {@code READY
   * name=port name=port}.
   */
  public static NodeServer start(String script) throws IOException {
    Path program = PeerProcess.find("node", "nodejs");
    Path home = Files.createTempDirectory("valence-node");
    TestIdentity identity = TestAuthority.shared().localhost();
    identity.writeCertificate(home.resolve("server.pem"));
    identity.writeKey(home.resolve("server.key"));
    Files.writeString(home.resolve("server.js"), script);
    PeerProcess process =
        new PeerProcess(
            List.of(program.toString(), "server.js"), home, line -> line.startsWith(READY));
    try {
      return new NodeServer(home, process, ports(process.awaitReady()));
    } catch (IOException e) {
      process.close();
      PeerProcess.deleteFolder(home);
      throw e;
    }
  }

  private static Map<String, Integer> ports(String line) {
    Map<String, Integer> ports = new HashMap<>();
    for (String word : line.substring(READY.length()).split(" ", -1)) {
      int mark = word.indexOf('=');
      ports.put(word.substring(0, mark), Integer.parseInt(word.substring(mark + 1)));
    }
    return ports;
  }

  /** A port by the name the script gave it. */
  public int port(String name) {
    Integer port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException("No port named " + name + ", there are " + ports);
    }
    return port;
  }

  /** {@code http://127.0.0.1:PORT} with HTTP/1.1. */
  public String httpOrigin() {
    return "http://127.0.0.1:" + port("http");
  }

  /** {@code https://localhost:PORT} with HTTP/1.1 only. */
  public String httpsOrigin() {
    return "https://localhost:" + port("https");
  }

  /** {@code https://localhost:PORT} with HTTP/2 by ALPN, HTTP/1.1 else. */
  public String http2Origin() {
    return "https://localhost:" + port("h2");
  }

  /** {@code http://127.0.0.1:PORT} with HTTP/2 by prior knowledge. */
  public String cleartextHttp2Origin() {
    return "http://127.0.0.1:" + port("h2c");
  }

  /** The last lines it wrote. */
  public String output() {
    return process.output();
  }

  /** Kills node and deletes its folder. */
  @Override
  public void close() {
    process.close();
    PeerProcess.deleteFolder(home);
  }
}
