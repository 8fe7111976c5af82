package dev.valence.interception;

import dev.valence.websocket.WebSocketMessage;
import java.util.concurrent.CompletableFuture;

/**
 * An open WebSocket in the hands of an interceptor, who may put messages of its own between the
 * others. These line up behind the messages that wait for an answer, and no interceptor is asked
 * about them; observers see them. Any thread.
 */
public interface InterceptedWebSocket {
  /** Where it goes: {@code ws:} or {@code wss:}. */
  String url();

  /** The subprotocol that the server chose; empty for none. */
  String protocol();

  /**
   * Sends a message to the server, as if the program had sent it.
   *
   * @return done when it was handed to the operating system; fails with a {@link
   *     dev.valence.net.NetException} when it could not be sent any more
   */
  CompletableFuture<Void> send(WebSocketMessage message);

  /**
   * Gives a message to the program, as if the server had sent it.
   *
   * @return done when the program has taken it, which whoever makes many should wait for; fails
   *     with a {@link dev.valence.net.NetException} when the WebSocket ends before
   */
  CompletableFuture<Void> deliver(WebSocketMessage message);
}
