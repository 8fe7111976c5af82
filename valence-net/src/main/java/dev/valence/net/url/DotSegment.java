package dev.valence.net.url;

/** Dot segments of a path, with "%2e" for a dot allowed: URL standard §4.1. */
final class DotSegment {
  private DotSegment() {}

  /** 1 for a single-dot segment, 2 for a double-dot segment, 0 for any other text[from, to). */
  static int dots(String text, int from, int to) {
    if (to - from > 6 || to == from) {
      return 0;
    }
    int dots = 0;
    int i = from;
    while (i < to) {
      if (text.charAt(i) == '.') {
        i++;
      } else if (text.charAt(i) == '%'
          && to - i >= 3
          && text.charAt(i + 1) == '2'
          && (text.charAt(i + 2) | 0x20) == 'e') {
        i += 3;
      } else {
        return 0;
      }
      dots++;
    }
    return dots <= 2 ? dots : 0;
  }
}
