package dev.valence.net.internal.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that bytes which come in pieces are UTF-8 (RFC 3629 §4), and says so as soon as they
 * cannot be any more.
 */
final class Utf8Check {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  // What is still to come of a character: how many bytes, and the bounds of the first of them.
  private int left;
  private int lowest = 0x80;
  private int highest = 0xbf;

  /** Whether all bytes so far can be the beginning of a UTF-8 text. */
  boolean accept(byte[] bytes, int from, int length) {
    int end = from + length;
    int i = from;
    while (i < end) {
      if (left == 0) {
        i = endOfAscii(bytes, i, end);
      }
      if (i < end && !process(bytes[i])) {
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

  private static int endOfAscii(byte[] bytes, int from, int end) {
    int i = from;
    while (i + 8 <= end && ((long) LONGS.get(bytes, i) & 0x8080808080808080L) == 0) {
      i += 8;
    }
    while (i < end && bytes[i] >= 0) {
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
