package dev.valence.net.auth;

import java.util.Locale;

/** Shows a realm, which a server may fill with anything. Pure. */
public final class RealmText {
  private static final int SHOWN = 60;

  private RealmText() {}

  /**
   * The realm in double quotes: what is no letter, mark, digit, punctuation, symbol or space is an
   * escape, so that it can neither move a cursor nor turn the line around; a long one is cut.
   */
  public static String shown(String realm) {
    StringBuilder text = new StringBuilder(realm.length() + 8).append('"');
    int shown = 0;
    for (int i = 0; i < realm.length() && shown < SHOWN; shown++) {
      int c = realm.codePointAt(i);
      i += Character.charCount(c);
      if (c == '"' || c == '\\') {
        text.append('\\').appendCodePoint(c);
      } else if (isPlain(c)) {
        text.appendCodePoint(c);
      } else {
        text.append(String.format(Locale.ROOT, "\\u{%x}", c));
      }
    }
    return text.append(realm.length() > SHOWN ? "…\"" : "\"").toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
