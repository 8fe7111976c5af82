package dev.valence.net.internal.websocket;

/** The other side broke the rules: the connection is closed with this code. */
final class ProtocolViolation extends Exception {
  private static final long serialVersionUID = 1L;

  /** RFC 6455 §7.4.1. */
  static final int PROTOCOL_ERROR = 1002;

  static final int INVALID_PAYLOAD = 1007;
  static final int TOO_BIG = 1009;

  private final int closeCode;

  ProtocolViolation(int closeCode, String message) {
    super(message, null, false, false);
    this.closeCode = closeCode;
  }

  int closeCode() {
    return closeCode;
  }
}
