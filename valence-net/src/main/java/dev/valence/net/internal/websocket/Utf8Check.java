package dev.valence.net.internal.websocket;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Checks that bytes which come in pieces are UTF-8 (RFC 3629 §4), and says so as soon as they
 * cannot be any more.
 */
final class Utf8Check {
  // What is still to come of a character: how many bytes, and the bounds of the first of them.
  private int left;
  private int lowest = 0x80;
  private int highest = 0xbf;

  /** Whether all bytes so far can be the beginning of a UTF-8 text. */
  boolean accept(ByteBuf piece) {
    // The plain buffer below: a ByteBuf counts and checks each access.
    ByteBuffer plain = piece.nioBuffer();
    int from = plain.position();
    int length = plain.remaining();
    int i = 0;
    while (i < length) {
      if (left == 0) {
        i += asciiRun(plain, from + i, length - i);
      }
      if (i < length && !process(plain.get(from + i))) {
        return false;
      }
      i++;
    }
    return true;
  }

  /** Whether the text may end here. */
  boolean isComplete() {
    return left == 0;
  }

  void reset() {
    left = 0;
    lowest = 0x80;
    highest = 0xbf;
  }

  private static int asciiRun(ByteBuffer bytes, int from, int length) {
    int i = 0;
    while (i + 8 <= length && (bytes.getLong(from + i) & 0x8080808080808080L) == 0) {
      i += 8;
    }
    while (i < length && bytes.get(from + i) >= 0) {
      i++;
    }
    return i;
  }

  private boolean process(byte value) {
    int next = value & 0xff;
    if (left > 0) {
      if (next < lowest || next > highest) {
        return false;
      }
      left--;
      lowest = 0x80;
      highest = 0xbf;
      return true;
    }
    if (next < 0x80) {
      return true;
    }
    return begin(next);
  }

  private boolean begin(int first) {
    if (first >= 0xc2 && first <= 0xdf) {
      left = 1;
    } else if (first >= 0xe0 && first <= 0xef) {
      left = 2;
      lowest = first == 0xe0 ? 0xa0 : 0x80;
      highest = first == 0xed ? 0x9f : 0xbf;
    } else if (first >= 0xf0 && first <= 0xf4) {
      left = 3;
      lowest = first == 0xf0 ? 0x90 : 0x80;
      highest = first == 0xf4 ? 0x8f : 0xbf;
    } else {
      return false;
    }
    return true;
  }
}
