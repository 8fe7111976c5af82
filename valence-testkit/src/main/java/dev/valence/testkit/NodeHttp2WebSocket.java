package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Node's HTTP/2 server with extended CONNECT (RFC 8441), over TLS: each WebSocket first gets a text
 * of JSON with the fields of its request and the number of its {@code session}, then every frame
 * back. A plain request is answered by the number of its session.
 *
 * <p>The query of the URL chooses for each: {@code status=S} refuses; {@code login=USER:PASSWORD}
 * asks for a Basic login; {@code protocol}, {@code extensions} and {@code cookie} are sent back as
 * {@code Sec-WebSocket-Protocol}, {@code Sec-WebSocket-Extensions} and {@code Set-Cookie}; {@code
 * then=reset}, {@code end}, {@code destroy} or {@code goaway} is done upon the first message.
 */
public final class NodeHttp2WebSocket implements AutoCloseable {
  private final NodeServer server;

  private NodeHttp2WebSocket(NodeServer server) {
    this.server = server;
  }

  /**
   * Starts one with the shared certificate.
   *
   * @throws MissingPeerException when Node.js is not installed
   */
  public static NodeHttp2WebSocket start() throws IOException {
    String name = "node-http2-websocket.js";
    try (InputStream script = NodeHttp2WebSocket.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IOException(name + " is missing from the testkit");
      }
      return new NodeHttp2WebSocket(
          NodeServer.start(new String(script.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  /** Such as {@code https://localhost:1234}. */
  public String origin() {
    return "https://localhost:" + server.port("h2");
  }

  /** The URL of a WebSocket with this query. */
  public String url(String query) {
    return "wss://localhost:" + server.port("h2") + "/?" + query;
  }

  /** The last lines it wrote. */
  public String output() {
    return server.output();
  }

  @Override
  public void close() {
    server.close();
  }
}
