package dev.valence.net.url;

/** Windows drive letters in file URLs: URL standard §4.2. */
final class WindowsDrive {
  private WindowsDrive() {}

  /** Whether text[from, to) is a letter with ':' or '|' after it. */
  static boolean isLetter(CharSequence text, int from, int to) {
    return to - from == 2
        && CodePoints.isAlpha(text.charAt(from))
        && (text.charAt(from + 1) == ':' || text.charAt(from + 1) == '|');
  }

  /**
   * "Starts with a Windows drive letter": a drive letter with nothing, '/', '\', '?', '#' after.
   */
  static boolean startsAt(String text, int from) {
    if (from + 2 > text.length() || !isLetter(text, from, from + 2)) {
      return false;
    }
    return from + 2 == text.length() || "/\\?#".indexOf(text.charAt(from + 2)) >= 0;
  }

  /** Whether the path's first segment is a drive letter with ':'. */
  static boolean startsPath(String path) {
    return path.length() >= 3
        && path.charAt(0) == '/'
        && isLetter(path, 1, 3)
        && path.charAt(2) == ':'
        && (path.length() == 3 || path.charAt(3) == '/');
  }
}
