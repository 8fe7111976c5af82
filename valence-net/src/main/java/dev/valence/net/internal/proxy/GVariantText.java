package dev.valence.net.internal.proxy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values in GLib's "GVariant text format" as far as settings of proxies have them: strings, lists
 * of strings, numbers, booleans. A pure function; what is malformed ends the value.
 */
final class GVariantText {
  private final String text;
  private int at;

  private GVariantText(String text) {
    this.text = text;
  }

  /** The strings in a text, in order: one for a string, those of a list. */
  static List<String> strings(String text) {
    List<String> found = new ArrayList<>();
    GVariantText reader = new GVariantText(text);
    String next = reader.nextString();
    while (next != null) {
      found.add(next);
      next = reader.nextString();
    }
    return found;
  }

  /** The first string; empty where there is none. */
  static String string(@Nullable String text) {
    String first = text == null ? null : new GVariantText(text).nextString();
    return first == null ? "" : first;
  }

  /** A whole number, perhaps with its type in front ({@code uint32 5}); 0 where there is none. */
  static int number(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    String digits = text.substring(text.lastIndexOf(' ') + 1);
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private @Nullable String nextString() {
    while (at < text.length() && text.charAt(at) != '\'' && text.charAt(at) != '"') {
      at++;
    }
    if (at >= text.length()) {
      return null;
    }
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        escape(value);
      } else {
        value.append(c);
      }
    }
    at++;
    return value.toString();
  }

  private void escape(StringBuilder value) {
    char c = text.charAt(at++);
    switch (c) {
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case 'u' -> codePoint(value, 4);
      case 'U' -> codePoint(value, 8);
      default -> value.append(c);
    }
  }

  private void codePoint(StringBuilder value, int digits) {
    int end = Math.min(text.length(), at + digits);
    try {
      value.appendCodePoint(Integer.parseInt(text.substring(at, end), 16));
    } catch (IllegalArgumentException e) {
      value.append('\ufffd');
    }
    at = end;
  }
}
