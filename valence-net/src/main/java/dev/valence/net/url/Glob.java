package dev.valence.net.url;

/** Text in which {@code *} stands for any characters, cut up ahead of matching. */
final class Glob {
  private final String head;
  private final String[] middle;
  private final String tail;
  private final boolean wild;

  Glob(String pattern) {
    String[] pieces = pattern.split("\\*+", -1);
    wild = pieces.length > 1;
    head = pieces[0];
    tail = wild ? pieces[pieces.length - 1] : "";
    middle = new String[Math.max(0, pieces.length - 2)];
    if (middle.length > 0) {
      System.arraycopy(pieces, 1, middle, 0, middle.length);
    }
  }

  /** Whether every path matches. */
  boolean matchesAll() {
    return wild && middle.length == 0 && tail.isEmpty() && (head.isEmpty() || head.equals("/"));
  }

  /** As {@link #matches}; {@code /foo/*} matches {@code /foo} too, as in Chromium. */
  boolean matchesPath(String path) {
    return matches(path)
        || (wild
            && middle.length == 0
            && tail.isEmpty()
            && head.length() == path.length() + 1
            && head.endsWith("/")
            && head.startsWith(path));
  }

  /** Takes time in proportion to the text and the pattern's pieces: no piece is tried twice. */
  boolean matches(String text) {
    if (!wild) {
      return text.equals(head);
    }
    if (text.length() < head.length() + tail.length()
        || !text.startsWith(head)
        || !text.endsWith(tail)) {
      return false;
    }
    int at = head.length();
    int end = text.length() - tail.length();
    for (String piece : middle) {
      int found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }
}
