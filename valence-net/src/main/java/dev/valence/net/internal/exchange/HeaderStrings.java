package dev.valence.net.internal.exchange;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes of a head into strings (ISO 8859-1, as Chromium keeps them) and remembers short ones:
 * servers repeat themselves, so most names and values cost no allocation. Confined to the network
 * thread; a fixed number of strings is kept.
 */
public final class HeaderStrings {
  private static final int SLOTS = 512;
  private static final int LONGEST_KEPT = 64;

  /** More room than this is not kept. */
  private static final int LARGEST_ROOM = 64 * 1024;

  private final @Nullable String[] kept = new @Nullable String[SLOTS];
  private byte[] room = new byte[4096];

  /** An array of at least this size, to read or write one head in; its bytes are anybody's. */
  public byte[] room(int bytes) {
    if (bytes <= room.length) {
      return room;
    }
    byte[] larger = new byte[Integer.highestOneBit(bytes) * 2];
    if (larger.length <= LARGEST_ROOM) {
      room = larger;
    }
    return larger;
  }

  /** The text as a string. */
  public String of(AsciiString text) {
    int start = text.arrayOffset();
    return of(text.array(), start, start + text.length());
  }

  /** The bytes from {@code start} up to {@code end} as a string. */
  public String of(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "";
    }
    if (length > LONGEST_KEPT) {
      return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }
    int hash = length;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + bytes[i];
    }
    int slot = (hash ^ hash >>> 15) & SLOTS - 1;
    String candidate = kept[slot];
    if (candidate != null && matches(candidate, bytes, start, length)) {
      return candidate;
    }
    String made = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    kept[slot] = made;
    return made;
  }

  private static boolean matches(String candidate, byte[] bytes, int start, int length) {
    if (candidate.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (candidate.charAt(i) != (bytes[start + i] & 0xff)) {
        return false;
      }
    }
    return true;
  }
}
