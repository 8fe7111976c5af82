package dev.valence.net.internal.http2;

import io.netty.util.AsciiString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of request fields as the bytes that HPACK compares and writes. Requests repeat
 * themselves: what was met before costs no allocation, and its hash is known. Confined to the
 * network thread; a fixed number of texts is kept.
 */
final class WireTexts {
  private static final int SLOTS = 128;
  private static final int LONGEST_KEPT = 1024;

  private final @Nullable String[] nameKeys = new @Nullable String[SLOTS];
  private final @Nullable AsciiString[] names = new @Nullable AsciiString[SLOTS];
  private final @Nullable String[] valueKeys = new @Nullable String[SLOTS];
  private final @Nullable AsciiString[] values = new @Nullable AsciiString[SLOTS];

  /** The name in lower case (RFC 9113 §8.2). */
  AsciiString name(String name) {
    int slot = slot(name);
    AsciiString kept = names[slot];
    if (kept != null && name.equals(nameKeys[slot])) {
      return kept;
    }
    AsciiString made = new AsciiString(name.toLowerCase(Locale.ROOT));
    if (name.length() <= LONGEST_KEPT) {
      nameKeys[slot] = name;
      names[slot] = made;
    }
    return made;
  }

  /** The value, one byte for each char (ISO 8859-1). */
  AsciiString value(String value) {
    int slot = slot(value);
    AsciiString kept = values[slot];
    if (kept != null && value.equals(valueKeys[slot])) {
      return kept;
    }
    AsciiString made = new AsciiString(value);
    if (value.length() <= LONGEST_KEPT) {
      valueKeys[slot] = value;
      values[slot] = made;
    }
    return made;
  }

  private static int slot(String text) {
    int hash = text.hashCode();
    return (hash ^ hash >>> 7 ^ hash >>> 16) & SLOTS - 1;
  }
}
