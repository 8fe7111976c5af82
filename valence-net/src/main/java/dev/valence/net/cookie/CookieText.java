package dev.valence.net.cookie;

import java.nio.charset.StandardCharsets;

/** What a cookie's name, value and attributes may be made of (RFC 6265bis §4.1.1, §5.6). */
final class CookieText {
  /** The longest name and value together, in bytes. */
  static final int MAX_NAME_VALUE_BYTES = 4096;

  /** The longest attribute value, in bytes. */
  static final int MAX_ATTRIBUTE_BYTES = 1024;

  private CookieText() {}

  /** Whether the name-value pair may be stored at all, and if not, why not. */
  static CookieInclusion checkNameValue(String name, String value) {
    if (hasControl(name) || hasControl(value)) {
      return CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER;
    }
    if (name.indexOf('=') >= 0 || name.indexOf(';') >= 0 || value.indexOf(';') >= 0) {
      return CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER;
    }
    if (name.isEmpty() && value.isEmpty()) {
      return CookieInclusion.EXCLUDE_NO_COOKIE_CONTENT;
    }
    if (exceeds(name, value, MAX_NAME_VALUE_BYTES)) {
      return CookieInclusion.EXCLUDE_NAME_VALUE_PAIR_EXCEEDS_MAX_SIZE;
    }
    return CookieInclusion.INCLUDE;
  }

  /** Control characters, the tab among them: white space at the ends is cut off before. */
  static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= 0x1F || c == 0x7F) {
        return true;
      }
    }
    return false;
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7E) {
        return false;
      }
    }
    return true;
  }

  static boolean exceeds(String first, String second, int bytes) {
    // A char is at most three bytes, so most lengths need no counting.
    int chars = first.length() + second.length();
    if (chars > bytes) {
      return true;
    }
    return chars * 3 > bytes && bytesOf(first) + bytesOf(second) > bytes;
  }

  static int bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The text between two positions without spaces and tabs at its ends. */
  static String trim(String text, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isWhiteSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isWhiteSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  static boolean isTrimmed(String text) {
    return text.isEmpty()
        || (!isWhiteSpace(text.charAt(0)) && !isWhiteSpace(text.charAt(text.length() - 1)));
  }

  private static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
