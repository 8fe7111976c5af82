package dev.valence.net.internal.netlog;

import java.util.Arrays;
import java.util.Base64;

/** Writes JSON into an array that is used again and again; never a line break of its own. */
final class JsonBytes {
  private static final int LARGEST_KEPT = 256 * 1024;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private byte[] bytes = new byte[1024];
  private int length;

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[1024];
    }
  }

  /** Back to this length. */
  void truncate(int newLength) {
    length = newLength;
  }

  /** ASCII as it is. */
  JsonBytes raw(String ascii) {
    room(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  JsonBytes raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  JsonBytes number(long value) {
    return raw(Long.toString(value));
  }

  /** A string in quotes, ASCII alone: everything else is escaped. */
  JsonBytes text(String value) {
    raw('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      room(6);
      if (c == '"' || c == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
      } else if (c >= 0x20 && c < 0x7f) {
        bytes[length++] = (byte) c;
      } else {
        escape(c);
      }
    }
    return raw('"');
  }

  private void escape(char c) {
    switch (c) {
      case '\n' -> raw("\\n");
      case '\r' -> raw("\\r");
      case '\t' -> raw("\\t");
      default -> {
        raw("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          raw(HEX[c >> shift & 15]);
        }
      }
    }
  }

  /** Bytes in base64, in quotes. */
  JsonBytes base64(byte[] data) {
    raw('"');
    byte[] coded = Base64.getEncoder().encode(data);
    room(coded.length);
    System.arraycopy(coded, 0, bytes, length, coded.length);
    length += coded.length;
    return raw('"');
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
