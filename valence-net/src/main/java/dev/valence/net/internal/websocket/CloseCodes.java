package dev.valence.net.internal.websocket;

/** Which close codes may be on the wire (RFC 6455 §7.4). */
public final class CloseCodes {
  public static final int NORMAL = 1000;

  /** Never on the wire: a close frame without a code. */
  public static final int NO_STATUS = 1005;

  /** Never on the wire: no close frame came. */
  public static final int ABNORMAL = 1006;

  private CloseCodes() {}

  /** Whether a server may send it. */
  static boolean isValidOnWire(int code) {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != NO_STATUS && code != ABNORMAL)
        || (code >= 3000 && code <= 4999);
  }

  /** Whether a program may close with it (WHATWG WebSockets, {@code close}). */
  public static boolean isValidForProgram(int code) {
    return code == NORMAL || (code >= 3000 && code <= 4999);
  }
}
