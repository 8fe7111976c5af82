package dev.valence.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The header {@code Accept-Language} (Chromium's {@code HttpUtil::GenerateAcceptLanguageHeader}).
 * Pure.
 */
public final class AcceptLanguages {
  private AcceptLanguages() {}

  /**
   * The header of a list of languages: weights fall by a tenth from one to the next, to 0.1 at the
   * least.
   *
   * @param languages codes in order of preference, with commas between
   * @throws IllegalArgumentException when a code holds other than letters, digits, minus and star
   */
  public static String header(String languages) {
    List<String> codes = new ArrayList<>();
    for (String part : languages.split(",", -1)) {
      String code = part.strip();
      if (!code.isEmpty()) {
        check(code);
        codes.add(code);
      }
    }
    StringBuilder header = new StringBuilder();
    for (int i = 0; i < codes.size(); i++) {
      if (i > 0) {
        header.append(',');
      }
      header.append(codes.get(i));
      int tenths = Math.max(1, 10 - i);
      if (tenths < 10) {
        header.append(String.format(Locale.ROOT, ";q=0.%d", tenths));
      }
    }
    return header.toString();
  }

  private static void check(String code) {
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '*';
      if (!fits) {
        throw new IllegalArgumentException(
            "not a language code: position "
                + i
                + " of an entry of "
                + code.length()
                + " characters");
      }
    }
  }
}
