package dev.valence.net.site;

/**
 * The encoder of RFC 3492 §6.3, for the international rules of the public suffix list. These are
 * normalised already, so that only the encoding is left to do. ({@code java.net.IDN} would take
 * some 50 ms to load for them.)
 */
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;

  private Punycode() {}

  /** The domain with each label that is not ASCII as "xn--" and its encoding. */
  static String toAscii(String domain) {
    StringBuilder out = new StringBuilder(domain.length() + 16);
    int start = 0;
    while (start <= domain.length()) {
      int dot = domain.indexOf('.', start);
      int end = dot < 0 ? domain.length() : dot;
      label(codePoints(domain, start, end), out);
      if (dot >= 0) {
        out.append('.');
      }
      start = end + 1;
    }
    return out.toString();
  }

  private static int[] codePoints(String text, int from, int to) {
    int[] points = new int[text.codePointCount(from, to)];
    int i = from;
    for (int k = 0; k < points.length; k++) {
      points[k] = text.codePointAt(i);
      i += Character.charCount(points[k]);
    }
    return points;
  }

  private static void label(int[] label, StringBuilder out) {
    int mark = out.length();
    for (int c : label) {
      if (c < INITIAL_N) {
        out.append((char) c);
      }
    }
    int basic = out.length() - mark;
    if (basic == label.length) {
      return;
    }
    if (basic > 0) {
      out.append('-');
    }
    out.insert(mark, "xn--");
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    int handled = basic;
    while (handled < label.length) {
      int next = Integer.MAX_VALUE;
      for (int c : label) {
        if (c >= n && c < next) {
          next = c;
        }
      }
      delta = Math.addExact(delta, Math.multiplyExact(next - n, handled + 1));
      n = next;
      for (int c : label) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          number(delta, bias, out);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
  }

  /** One number of variable length. */
  private static void number(int delta, int bias, StringBuilder out) {
    int q = delta;
    int k = BASE;
    while (true) {
      int t = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (q < t) {
        out.append(digit(q));
        return;
      }
      out.append(digit(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
      k += BASE;
    }
  }

  private static int adapt(int delta, int points, boolean first) {
    int d = first ? delta / DAMP : delta / 2;
    d += d / points;
    int k = 0;
    while (d > (BASE - T_MIN) * T_MAX / 2) {
      d /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * d / (d + SKEW);
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }
}
