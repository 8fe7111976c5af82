package dev.valence.net.internal.exchange;

import io.netty.buffer.ByteBuf;
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

  private final @Nullable String[] kept = new @Nullable String[SLOTS];

  /** The bytes from {@code start} up to {@code end} as a string. */
  public String of(ByteBuf in, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "";
    }
    if (length > LONGEST_KEPT) {
      return in.toString(start, length, StandardCharsets.ISO_8859_1);
    }
    int hash = length;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + in.getByte(i);
    }
    int slot = (hash ^ hash >>> 15) & SLOTS - 1;
    String candidate = kept[slot];
    if (candidate != null && matches(candidate, in, start, length)) {
      return candidate;
    }
    String made = in.toString(start, length, StandardCharsets.ISO_8859_1);
    kept[slot] = made;
    return made;
  }

  /** The same for bytes that HPACK has decoded. */
  public String of(AsciiString in) {
    int length = in.length();
    if (length == 0) {
      return "";
    }
    if (length > LONGEST_KEPT) {
      return in.toString();
    }
    byte[] bytes = in.array();
    int start = in.arrayOffset();
    int hash = length;
    for (int i = start; i < start + length; i++) {
      hash = hash * 31 + bytes[i];
    }
    int slot = (hash ^ hash >>> 15) & SLOTS - 1;
    String candidate = kept[slot];
    if (candidate != null && matches(candidate, bytes, start, length)) {
      return candidate;
    }
    String made = in.toString();
    kept[slot] = made;
    return made;
  }

  private static boolean matches(String candidate, ByteBuf in, int start, int length) {
    if (candidate.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (candidate.charAt(i) != (in.getByte(start + i) & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(String candidate, byte[] in, int start, int length) {
    if (candidate.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (candidate.charAt(i) != (in[start + i] & 0xff)) {
        return false;
      }
    }
    return true;
  }
}
