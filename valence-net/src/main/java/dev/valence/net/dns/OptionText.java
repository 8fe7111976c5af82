package dev.valence.net.dns;

import org.jspecify.annotations.Nullable;

/** A value of an option as messages show it: quoted, printable, not endless. */
final class OptionText {
  private static final int LONGEST = 200;

  private OptionText() {}

  static String quoted(@Nullable String value) {
    if (value == null) {
      return "null";
    }
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < Math.min(value.length(), LONGEST); i++) {
      char c = value.charAt(i);
      text.append(Character.isISOControl(c) ? '?' : c);
    }
    return text.append(value.length() > LONGEST ? "…\"" : "\"").toString();
  }
}
