package dev.valence.net.websocket;

import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.LoginDecision;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of one WebSocket, on the network thread; must not block. {@link #onClosed} is
 * called exactly once, as the last call.
 */
public interface WebSocketListener {
  /** As {@link dev.valence.net.NetworkDelegate#onLogin}. */
  default boolean onLogin(AuthChallenge challenge, LoginDecision decision) {
    return false;
  }

  /** The head of the server's answer to the handshake, before it is judged. */
  default void onResponse(ResponseHead head) {}

  /**
   * The server has agreed.
   *
   * @param protocol the subprotocol it chose; empty for none
   * @param extensions the extensions in use, as the server named them; empty for none
   */
  void onOpen(String protocol, String extensions);

  /**
   * A whole message. {@link WebSocketTransport#consumed} must be told when it was taken.
   *
   * @param text whether the bytes are text, which is valid UTF-8
   * @param payload owned by the listener
   */
  void onMessage(boolean text, byte[] payload);

  /**
   * A ping, which is answered without the listener's doing.
   *
   * @param payload owned by the listener
   * @return whether it waits until {@link WebSocketTransport#consumed} tells that it was taken
   */
  default boolean onPing(byte[] payload) {
    return false;
  }

  /** A pong, as {@link #onPing}. */
  default boolean onPong(byte[] payload) {
    return false;
  }

  /** Bytes of messages were handed to the operating system. */
  void onSent(int bytes);

  /**
   * The server has begun or answered the closing handshake; nothing will come any more.
   *
   * @param code the server's; 1005 where it gave none
   */
  void onGoodbye(int code, String reason);

  /**
   * Whether the listener answers a server that begins the closing handshake, by {@link
   * WebSocketTransport#close}, and may send until then. Otherwise the server is answered at once,
   * and nothing can be sent any more.
   */
  default boolean answersGoodbye() {
    return false;
  }

  /**
   * The connection is gone, or never stood.
   *
   * @param code the server's close code; 1005 where it gave none, 1006 where it did not say goodbye
   * @param reason the server's; empty without one
   * @param failure why the connection was not closed cleanly; null where it was
   */
  void onClosed(int code, String reason, @Nullable NetException failure);
}
