package dev.valence.net.url;

/** Classes of ASCII characters that the parser asks for: one bit each in one table. */
final class CodePoints {
  /** A character of a canonical domain: lower-case letter, digit, '-', '.', '_' and friends. */
  static final int CANONICAL_DOMAIN = 1;

  /** May stand in the path of a canonical special URL. */
  static final int CANONICAL_PATH = 1 << 1;

  /** May stand in the query of a canonical special URL. */
  static final int CANONICAL_QUERY = 1 << 2;

  /** May stand in a canonical fragment. */
  static final int CANONICAL_FRAGMENT = 1 << 3;

  /** Letters, digits, '+', '-', '.'. */
  static final int SCHEME = 1 << 4;

  /** URL standard §3.1, "forbidden host code point". */
  static final int FORBIDDEN_HOST = 1 << 5;

  /** URL standard §3.1, "forbidden domain code point". */
  static final int FORBIDDEN_DOMAIN = 1 << 6;

  private static final byte[] TABLE = table();

  private CodePoints() {}

  static boolean is(char c, int flags) {
    return c < 128 && (TABLE[c] & flags) != 0;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlpha(char c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static boolean isC0OrSpace(char c) {
    return c <= ' ';
  }

  static boolean isTabOrNewline(char c) {
    return c == '\t' || c == '\n' || c == '\r';
  }

  private static byte[] table() {
    byte[] table = new byte[128];
    for (char c = 0; c < 128; c++) {
      int flags = 0;
      boolean forbiddenHost = "\0\t\n\r #/:<>?@[\\]^|".indexOf(c) >= 0;
      boolean forbiddenDomain = forbiddenHost || c <= 0x1F || c == '%' || c == 0x7F;
      boolean upper = c >= 'A' && c <= 'Z';
      if (forbiddenHost) {
        flags |= FORBIDDEN_HOST;
      }
      if (forbiddenDomain) {
        flags |= FORBIDDEN_DOMAIN;
      } else if (!upper) {
        flags |= CANONICAL_DOMAIN;
      }
      if (isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.') {
        flags |= SCHEME;
      }
      if (!PercentEncodeSet.PATH.contains(c) && c != '\\') {
        flags |= CANONICAL_PATH;
      }
      if (!PercentEncodeSet.SPECIAL_QUERY.contains(c)) {
        flags |= CANONICAL_QUERY;
      }
      if (!PercentEncodeSet.FRAGMENT.contains(c)) {
        flags |= CANONICAL_FRAGMENT;
      }
      table[c] = (byte) flags;
    }
    return table;
  }
}
