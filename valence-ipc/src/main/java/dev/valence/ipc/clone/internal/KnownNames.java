package dev.valence.ipc.clone.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Property names that were read lately, so that messages of one kind share their names: a name has
 * one place in a table, where the last of those that belong there stays. At most {@value #PLACES}
 * names of {@value #MAX_LENGTH} bytes, for all threads: entries cannot change, and whoever sees an
 * old one makes the string again.
 */
final class KnownNames {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static final int MAX_LENGTH = 16;
  private static final int PLACES = 512;

  /** A name: its length, first and last eight bytes are all there is to it. */
  private static final class Entry {
    final int length;
    final long head;
    final long tail;
    final String text;

    Entry(int length, long head, long tail, String text) {
      this.length = length;
      this.head = head;
      this.tail = tail;
      this.text = text;
    }
  }

  private static final @Nullable Entry[] TABLE = new Entry[PLACES];

  private KnownNames() {}

  /** The name in Latin-1 at a place, of at most {@value #MAX_LENGTH} bytes. */
  static String latin1(byte[] bytes, int at, int length) {
    long head;
    long tail = 0;
    if (length >= 8) {
      head = (long) LONGS.get(bytes, at);
      tail = (long) LONGS.get(bytes, at + length - 8);
    } else if (at + 8 <= bytes.length) {
      head = (long) LONGS.get(bytes, at) & ((1L << 8 * length) - 1);
    } else {
      head = 0;
      for (int i = 0; i < length; i++) {
        head |= (bytes[at + i] & 0xFFL) << 8 * i;
      }
    }
    long mixed = (head + length) * 0x9E3779B97F4A7C15L ^ tail * 0xC2B2AE3D27D4EB4FL;
    int place = (int) (mixed >>> 55);
    Entry known = TABLE[place];
    if (known != null && known.length == length && known.head == head && known.tail == tail) {
      return known.text;
    }
    String text = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    TABLE[place] = new Entry(length, head, tail, text);
    return text;
  }
}
