package dev.valence.net.internal.pac;

/**
 * {@code shExpMatch}: {@code *} is any run of characters, {@code ?} is any one; case counts. A pure
 * function; its time is bounded by the product of both lengths.
 */
final class ShellPattern {
  private ShellPattern() {}

  static boolean matches(String text, String pattern) {
    int t = 0;
    int p = 0;
    // After the last star: where the pattern goes on, and the first character it has not eaten.
    int afterStar = -1;
    int resume = 0;
    while (t < text.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (p < pattern.length() && c == '*') {
        afterStar = ++p;
        resume = t;
      } else if (p < pattern.length() && (c == '?' || c == text.charAt(t))) {
        t++;
        p++;
      } else if (afterStar >= 0) {
        t = ++resume;
        p = afterStar;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
