package dev.valence.ipc.clone.internal;

import dev.valence.ipc.value.JsArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A short property name as it is written: its tag, length and letters are the first bytes of two
 * longs. Those that were written lately are kept in a table for all threads, in which each name has
 * one place. Threads need not see each other's entries: what an entry writes never changes.
 */
final class EncodedName {
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** How many bytes the two longs have. */
  static final int ROOM = 16;

  private static final int PLACES = 512;
  private static final @Nullable EncodedName[] TABLE = new EncodedName[PLACES];

  /** The last of equal strings, which are mostly the same one. */
  private String name;

  final long head;
  final long tail;
  final int size;

  private EncodedName(String name, byte[] latin1) {
    this.name = name;
    byte[] bytes = new byte[ROOM];
    bytes[0] = (byte) Tag.ONE_BYTE_STRING;
    bytes[1] = (byte) latin1.length;
    System.arraycopy(latin1, 0, bytes, 2, latin1.length);
    head = (long) LONGS.get(bytes, 0);
    tail = (long) LONGS.get(bytes, 8);
    size = 2 + latin1.length;
  }

  /** The encoded name; null when it is long, an index of an array, or not of Latin-1. */
  static @Nullable EncodedName of(String name) {
    int place = name.hashCode() & (PLACES - 1);
    EncodedName known = TABLE[place];
    if (known != null) {
      // Not final: a thread may see the entry, and the string not yet.
      String same = known.name;
      if (same == name) {
        return known;
      }
      if (name.equals(same)) {
        known.name = name;
        return known;
      }
    }
    if (name.length() > ROOM - 2 || JsArray.indexOfName(name) >= 0) {
      return null;
    }
    byte[] latin1 = name.getBytes(StandardCharsets.ISO_8859_1);
    if (!name.equals(new String(latin1, StandardCharsets.ISO_8859_1))) {
      return null;
    }
    EncodedName encoded = new EncodedName(name, latin1);
    TABLE[place] = encoded;
    return encoded;
  }
}
