package dev.valence.net.websocket;

import dev.valence.net.NetException;

/** A WebSocket from its opening handshake on. Any thread; calls of one thread keep their order. */
public interface WebSocketTransport {
  /** The close code that stands for none. */
  int NO_STATUS = 1005;

  /** The code of a connection that ended without a goodbye. */
  int ABNORMAL = 1006;

  /**
   * Sends a message, once the WebSocket is open and until it is closed; without effect otherwise.
   *
   * @param payload not to be changed any more
   */
  void send(boolean text, byte[] payload);

  /**
   * Begins the closing handshake, behind what was sent before. While the opening handshake runs, it
   * is given up.
   *
   * @param code {@link #NO_STATUS} to give none
   * @param reason at most 123 bytes of UTF-8; empty without a code
   */
  void close(int code, String reason);

  /** Ends the connection at once, with this failure. */
  void abort(NetException reason);

  /**
   * A message was taken. Reading pauses while messages of more than {@link #READ_AHEAD} bytes wait.
   *
   * @param payloadBytes of that message
   */
  void consumed(int payloadBytes);

  /** So many bytes of messages are read ahead of who takes them. */
  int READ_AHEAD = 1 << 20;
}
