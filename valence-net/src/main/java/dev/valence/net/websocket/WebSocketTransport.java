package dev.valence.net.websocket;

import dev.valence.net.NetException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket from its opening handshake on. Any thread; calls of one thread keep their order.
 *
 * <p>What is sent may have somebody who hears of its end, exactly once and on the network thread or
 * within the call: with null when it was handed to the operating system, else with what kept it
 * from that.
 */
public interface WebSocketTransport {
  /** The close code that stands for none. */
  int NO_STATUS = 1005;

  /** The code of a connection that ended without a goodbye. */
  int ABNORMAL = 1006;

  /** Who sends and does not want to hear of it. */
  Consumer<@Nullable NetException> UNHEARD = failure -> {};

  /**
   * Sends a message, once the WebSocket is open and until it is closed; without effect otherwise.
   *
   * @param payload not to be changed any more
   */
  default void send(boolean text, byte[] payload) {
    sendPart(text, payload, true, UNHEARD);
  }

  /**
   * Sends a part of a message. All parts of a message are of one kind.
   *
   * @param payload not to be changed any more; parts of a text may end within a character
   * @param last whether the message ends with it
   * @param done hears of its end
   */
  void sendPart(boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done);

  /**
   * Sends a ping before the messages that wait.
   *
   * @param payload at most 125 bytes
   */
  void ping(byte[] payload, Consumer<@Nullable NetException> done);

  /** Sends a pong, as {@link #ping}; pings of the server are answered without that. */
  void pong(byte[] payload, Consumer<@Nullable NetException> done);

  /** As {@link #close(int, String, Consumer)}, unheard. */
  default void close(int code, String reason) {
    close(code, reason, UNHEARD);
  }

  /**
   * Begins the closing handshake behind what was sent before, or answers the server's. While the
   * opening handshake runs, it is given up.
   *
   * @param code {@link #NO_STATUS} to give none
   * @param reason at most 123 bytes of UTF-8; empty without a code
   * @param done hears when the goodbye was sent
   */
  void close(int code, String reason, Consumer<@Nullable NetException> done);

  /** Ends the connection at once, with this failure. */
  void abort(NetException reason);

  /**
   * A message, ping or pong was taken. Reading pauses when more than {@link #READ_AHEAD} bytes of
   * them wait, until half of that is taken. Cheap: most often the network thread is not involved.
   *
   * @param payloadBytes of that message
   */
  void consumed(int payloadBytes);

  /** So many bytes of messages are read ahead of who takes them. */
  int READ_AHEAD = 1 << 20;
}
