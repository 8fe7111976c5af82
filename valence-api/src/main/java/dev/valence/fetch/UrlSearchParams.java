package dev.valence.fetch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names and values as a query string or a form has them (URL §6.2, §5.2). As a request body it is
 * sent as {@code application/x-www-form-urlencoded;charset=UTF-8}. Not thread-safe.
 */
public final class UrlSearchParams implements Iterable<Map.Entry<String, String>> {
  private final List<Map.Entry<String, String>> pairs = new ArrayList<>();

  public UrlSearchParams() {}

  /** Reads a query string; a question mark in front is left out. */
  public static UrlSearchParams parse(String query) {
    UrlSearchParams params = new UrlSearchParams();
    String text = query.startsWith("?") ? query.substring(1) : query;
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        params.append(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return params;
  }

  /** Pairs of name, value, name, value… */
  public static UrlSearchParams of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "names and values come in pairs; the last name has no value: "
              + namesAndValues[namesAndValues.length - 1]);
    }
    UrlSearchParams params = new UrlSearchParams();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      params.append(namesAndValues[i], namesAndValues[i + 1]);
    }
    return params;
  }

  public UrlSearchParams append(String name, String value) {
    pairs.add(Map.entry(name, value));
    return this;
  }

  /** Replaces the first pair of this name and removes the others; adds it where there is none. */
  public UrlSearchParams set(String name, String value) {
    int at = -1;
    for (int i = pairs.size() - 1; i >= 0; i--) {
      if (pairs.get(i).getKey().equals(name)) {
        if (at >= 0) {
          pairs.remove(at);
        }
        at = i;
      }
    }
    if (at < 0) {
      return append(name, value);
    }
    pairs.set(at, Map.entry(name, value));
    return this;
  }

  public UrlSearchParams delete(String name) {
    pairs.removeIf(pair -> pair.getKey().equals(name));
    return this;
  }

  /** The first value of this name; null where there is none. */
  public @Nullable String get(String name) {
    for (Map.Entry<String, String> pair : pairs) {
      if (pair.getKey().equals(name)) {
        return pair.getValue();
      }
    }
    return null;
  }

  public List<String> getAll(String name) {
    return pairs.stream().filter(p -> p.getKey().equals(name)).map(Map.Entry::getValue).toList();
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  public int size() {
    return pairs.size();
  }

  @Override
  public Iterator<Map.Entry<String, String>> iterator() {
    return List.copyOf(pairs).iterator();
  }

  /** The pairs in the form {@code a=1&b=2}, in UTF-8, percent-encoded. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> pair : pairs) {
      if (text.length() > 0) {
        text.append('&');
      }
      encode(pair.getKey(), text);
      text.append('=');
      encode(pair.getValue(), text);
    }
    return text.toString();
  }

  private static void encode(String text, StringBuilder to) {
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if (isPlain(c)) {
        to.append(c);
      } else if (c == ' ') {
        to.append('+');
      } else {
        to.append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '*'
        || c == '-'
        || c == '.'
        || c == '_';
  }

  private static String decode(String text) {
    // A percent sign that starts no escape stays as it is (URL §5.1); the JDK would throw.
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escape =
          c != '%'
              || (i + 2 < text.length()
                  && Character.digit(text.charAt(i + 1), 16) >= 0
                  && Character.digit(text.charAt(i + 2), 16) >= 0);
      safe.append(escape ? String.valueOf(c) : "%25");
    }
    return URLDecoder.decode(safe.toString(), StandardCharsets.UTF_8);
  }
}
