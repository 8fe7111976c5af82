package dev.valence.net.internal.websocket;

import org.jspecify.annotations.Nullable;

/** Kinds of frames (RFC 6455 §5.2). */
enum Opcode {
  CONTINUATION(0),
  TEXT(1),
  BINARY(2),
  CLOSE(8),
  PING(9),
  PONG(10);

  private static final @Nullable Opcode[] BY_CODE = new @Nullable Opcode[16];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  boolean isControl() {
    return code >= 8;
  }

  /** Null for a reserved code. */
  static @Nullable Opcode of(int code) {
    return BY_CODE[code];
  }
}
