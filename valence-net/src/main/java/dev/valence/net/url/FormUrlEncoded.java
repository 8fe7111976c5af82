package dev.valence.net.url;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code application/x-www-form-urlencoded} with UTF-8, as in queries and form bodies: URL standard
 * §5. Names may repeat; the order is kept.
 */
public final class FormUrlEncoded {
  private FormUrlEncoded() {}

  /** A name and its value, decoded. */
  public record Pair(String name, String value) {}

  /** Parses a query without its '?', or a form's body. It never fails: bad bytes become U+FFFD. */
  public static List<Pair> parse(String text) {
    List<Pair> pairs = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int ampersand = text.indexOf('&', start);
      int end = ampersand < 0 ? text.length() : ampersand;
      if (end > start) {
        int equals = start;
        while (equals < end && text.charAt(equals) != '=') {
          equals++;
        }
        String name = decode(text.substring(start, equals));
        String value = equals == end ? "" : decode(text.substring(equals + 1, end));
        pairs.add(new Pair(name, value));
      }
      start = end + 1;
    }
    return pairs;
  }

  /** Writes the pairs, percent-encoded, a space as '+'. */
  public static String serialise(Iterable<Pair> pairs) {
    StringBuilder out = new StringBuilder();
    for (Pair pair : pairs) {
      if (!out.isEmpty()) {
        out.append('&');
      }
      encode(pair.name(), out);
      out.append('=');
      encode(pair.value(), out);
    }
    return out.toString();
  }

  private static String decode(String part) {
    String spaced = part.replace('+', ' ');
    return spaced.indexOf('%') < 0 && isScalar(spaced)
        ? spaced
        : new String(PercentEncoding.decode(spaced), StandardCharsets.UTF_8);
  }

  private static void encode(String text, StringBuilder out) {
    int start = 0;
    while (true) {
      int space = text.indexOf(' ', start);
      int end = space < 0 ? text.length() : space;
      PercentEncoding.encode(text, start, end, PercentEncodeSet.FORM_URLENCODED, out);
      if (space < 0) {
        return;
      }
      out.append('+');
      start = space + 1;
    }
  }

  private static boolean isScalar(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
