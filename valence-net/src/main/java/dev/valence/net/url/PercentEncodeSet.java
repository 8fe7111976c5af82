package dev.valence.net.url;

import org.jspecify.annotations.Nullable;

/**
 * The percent-encode sets of URL standard §1.3. Each holds the ASCII characters to encode as 128
 * bits; everything above U+007E is in every set.
 */
public enum PercentEncodeSet {
  C0_CONTROL(null, ""),
  FRAGMENT(C0_CONTROL, " \"<>`"),
  QUERY(C0_CONTROL, " \"#<>"),
  SPECIAL_QUERY(QUERY, "'"),
  PATH(QUERY, "?^`{}"),
  USERINFO(PATH, "/:;=@[\\]|"),
  COMPONENT(USERINFO, "$%&+,"),
  FORM_URLENCODED(COMPONENT, "!'()~");

  private final long low;
  private final long high;

  PercentEncodeSet(@Nullable PercentEncodeSet parent, String more) {
    long lowBits = parent == null ? 0xFFFF_FFFFL : parent.low;
    long highBits = parent == null ? 1L << (0x7F - 64) : parent.high;
    for (int i = 0; i < more.length(); i++) {
      char c = more.charAt(i);
      if (c < 64) {
        lowBits |= 1L << c;
      } else {
        highBits |= 1L << (c - 64);
      }
    }
    this.low = lowBits;
    this.high = highBits;
  }

  /** Whether the character is percent-encoded in this set. */
  public boolean contains(char c) {
    if (c < 64) {
      return (low >>> c & 1) != 0;
    }
    return c > 127 || (high >>> (c - 64) & 1) != 0;
  }
}
