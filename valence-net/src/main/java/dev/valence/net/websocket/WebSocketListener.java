package dev.valence.net.websocket;

import dev.valence.net.NetException;
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

  /** Bytes of messages were handed to the operating system. */
  void onSent(int bytes);

  /** The server has begun the closing handshake; nothing can be sent any more. */
  void onClosing();

  /**
   * The connection is gone, or never stood.
   *
   * @param code the server's close code; 1005 where it gave none, 1006 where it did not say goodbye
   * @param reason the server's; empty without one
   * @param failure why the connection was not closed cleanly; null where it was
   */
  void onClosed(int code, String reason, @Nullable NetException failure);
}
