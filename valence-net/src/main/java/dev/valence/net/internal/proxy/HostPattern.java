package dev.valence.net.internal.proxy;

/**
 * A host with {@code *} for any run of characters and {@code ?} for none or one (Chromium's {@code
 * base::MatchPattern}). Immutable; time is bounded by the product of both lengths.
 */
final class HostPattern {
  private enum Shape {
    EXACT,
    SUFFIX,
    ANY
  }

  private final Shape shape;
  private final String text;

  private HostPattern(Shape shape, String text) {
    this.shape = shape;
    this.text = text;
  }

  /** A pattern in lower case. */
  static HostPattern of(String pattern) {
    boolean question = pattern.indexOf('?') >= 0;
    int lastStar = pattern.lastIndexOf('*');
    if (!question && lastStar < 0) {
      return new HostPattern(Shape.EXACT, pattern);
    }
    if (!question && lastStar == 0) {
      return new HostPattern(Shape.SUFFIX, pattern.substring(1));
    }
    return new HostPattern(Shape.ANY, pattern);
  }

  boolean matches(String host) {
    return switch (shape) {
      case EXACT -> host.equals(text);
      case SUFFIX -> host.endsWith(text);
      case ANY -> matchesAny(host);
    };
  }

  /** Which ends in the host each prefix of the pattern can reach. */
  private boolean matchesAny(String host) {
    int length = host.length();
    boolean[] reached = new boolean[length + 1];
    reached[0] = true;
    for (int p = 0; p < text.length(); p++) {
      char c = text.charAt(p);
      boolean[] next = new boolean[length + 1];
      for (int h = 0; h <= length; h++) {
        next[h] =
            switch (c) {
              case '*' -> reached[h] || (h > 0 && next[h - 1]);
              case '?' -> reached[h] || (h > 0 && reached[h - 1]);
              default -> h > 0 && reached[h - 1] && host.charAt(h - 1) == c;
            };
      }
      reached = next;
    }
    return reached[length];
  }
}
