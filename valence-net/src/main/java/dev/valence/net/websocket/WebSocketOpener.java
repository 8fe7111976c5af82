package dev.valence.net.websocket;

import dev.valence.net.NetworkRequest;
import java.util.List;

/** Opens WebSockets: a network context does, and what stands before one. */
@FunctionalInterface
public interface WebSocketOpener {
  /**
   * Begins the opening handshake.
   *
   * @param request to {@code ws:} or {@code wss:}, without the fields of the handshake
   * @param protocols the subprotocols to offer
   * @throws java.util.concurrent.RejectedExecutionException when the network has ended
   */
  WebSocketTransport openWebSocket(
      NetworkRequest request,
      List<String> protocols,
      WebSocketSettings settings,
      WebSocketListener listener);
}
