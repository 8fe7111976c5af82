package dev.valence.net.http;

import java.util.Locale;

/** Shows a foreign string within an error message: quoted, escaped and shortened. */
final class Escaped {
  /** How many characters of the string are shown. */
  static final int SHOWN = 60;

  private Escaped() {}

  /** The string in single quotes, every character outside printable ASCII as an escape. */
  static String of(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), SHOWN) + 16).append('\'');
    for (int i = 0; i < text.length() && i < SHOWN; i++) {
      append(shown, text.charAt(i));
    }
    shown.append('\'');
    if (text.length() > SHOWN) {
      shown.append(" and ").append(text.length() - SHOWN).append(" more characters");
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, char c) {
    switch (c) {
      case '\r' -> shown.append("\\r");
      case '\n' -> shown.append("\\n");
      case '\t' -> shown.append("\\t");
      case '\\', '\'' -> shown.append('\\').append(c);
      default -> {
        if (c >= 0x20 && c < 0x7F) {
          shown.append(c);
        } else {
          shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
      }
    }
  }
}
