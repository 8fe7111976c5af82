package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A WebSocket server that sends every message back: the npm package {@code ws} (MIT) on Node.js.
 * npm brings it into the build folder when it is first needed; it is no part of this project.
 *
 * <p>The query of the URL chooses for each connection: {@code deflate=0} declines compression;
 * {@code serverForgets}, {@code clientForgets} ({@code 1}), {@code serverBits}, {@code clientBits}
 * are the server's wishes; {@code pieces=N} sends answers in N fragments; {@code protocol=NAME}
 * chooses a subprotocol.
 */
public final class NodeWebSocket implements AutoCloseable {
  private static final NpmPackages PACKAGES = new NpmPackages("node-ws", "ws@8.18.3");

  private static final String SCRIPT =
      """
      const http = require('http');
      const { WebSocketServer } = require('%s');
      const server = http.createServer((request, response) => response.end('no websocket'));
      server.on('upgrade', (request, socket, head) => {
        const query = new URL(request.url, 'http://localhost').searchParams;
        const deflate = query.get('deflate') === '0' ? false : { threshold: 0 };
        if (deflate) {
          if (query.get('serverForgets')) deflate.serverNoContextTakeover = true;
          if (query.get('clientForgets')) deflate.clientNoContextTakeover = true;
          if (query.get('serverBits')) deflate.serverMaxWindowBits = Number(query.get('serverBits'));
          if (query.get('clientBits')) deflate.clientMaxWindowBits = Number(query.get('clientBits'));
        }
        const sockets = new WebSocketServer({
          noServer: true, perMessageDeflate: deflate, maxPayload: 64 * 1024 * 1024,
          handleProtocols: (offered) => query.get('protocol') || false,
        });
        sockets.handleUpgrade(request, socket, head, (client) => {
          client.on('error', (error) => console.log('client error ' + error.message));
          client.on('message', (data, binary) => {
            const pieces = Number(query.get('pieces') || '1');
            const size = Math.ceil(data.length / pieces);
            for (let i = 0; i < pieces; i++) {
              client.send(data.subarray(i * size, (i + 1) * size),
                { binary, fin: i === pieces - 1, compress: true });
            }
          });
        });
      });
      server.listen(0, '127.0.0.1', () => console.log('READY ws=' + server.address().port));
      """;

  private final NodeServer server;

  private NodeWebSocket(NodeServer server) {
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @throws MissingPeerException when Node.js or npm is not installed
   * @throws IOException when the package cannot be had or the server does not start
   */
  public static synchronized NodeWebSocket start() throws IOException, InterruptedException {
    Path module = PACKAGES.install().resolve("node_modules/ws");
    return new NodeWebSocket(NodeServer.start(SCRIPT.formatted(module)));
  }

  /** The URL with this query. */
  public String url(String query) {
    return "ws://127.0.0.1:" + server.port("ws") + "/?" + query;
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
