package dev.valence.net.url;

import java.util.Locale;

/** What happens to the input before the states run: URL standard §4.4, steps 1 to 3. */
final class UrlInput {
  private UrlInput() {}

  /** Without leading and trailing C0 controls and spaces. */
  static String trim(String input) {
    int from = 0;
    int to = input.length();
    while (from < to && CodePoints.isC0OrSpace(input.charAt(from))) {
      from++;
    }
    while (to > from && CodePoints.isC0OrSpace(input.charAt(to - 1))) {
      to--;
    }
    return input.substring(from, to);
  }

  /** Without tabs and newlines. */
  static String strip(String input) {
    int i = 0;
    while (i < input.length() && !CodePoints.isTabOrNewline(input.charAt(i))) {
      i++;
    }
    if (i == input.length()) {
      return input;
    }
    StringBuilder out = new StringBuilder(input.length()).append(input, 0, i);
    for (; i < input.length(); i++) {
      char c = input.charAt(i);
      if (!CodePoints.isTabOrNewline(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The position of the ':' that ends a scheme at the start of the text, or -1. */
  static int schemeEnd(String text) {
    if (text.isEmpty() || !CodePoints.isAlpha(text.charAt(0))) {
      return -1;
    }
    int i = 1;
    while (i < text.length() && CodePoints.is(text.charAt(i), CodePoints.SCHEME)) {
      i++;
    }
    return i < text.length() && text.charAt(i) == ':' ? i : -1;
  }

  /** The scheme in lower case; a shared string when it is special. */
  static String scheme(String text, int end) {
    String lower = text.substring(0, end).toLowerCase(Locale.ROOT);
    String special = SpecialScheme.canonical(lower);
    return special != null ? special : lower;
  }
}
