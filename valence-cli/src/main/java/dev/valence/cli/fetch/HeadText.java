package dev.valence.cli.fetch;

import dev.valence.net.HttpVersion;
import dev.valence.net.http.HeaderRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Heads as text, one line each, as they went over the wire. Pure functions. */
final class HeadText {
  private static final String MASK = "****";

  private HeadText() {}

  /** The status line and the fields of a response. */
  static List<String> response(
      HttpVersion version, int status, String reason, List<String> rawHeaders, boolean secrets) {
    String line = protocol(version) + " " + status + (reason.isEmpty() ? "" : " " + reason);
    return lines(line, rawHeaders, secrets);
  }

  /**
   * A first line and fields.
   *
   * @param rawHeaders name, value, name, value…
   * @param secrets whether values that are secrets are shown
   */
  static List<String> lines(String first, List<String> rawHeaders, boolean secrets) {
    List<String> lines = new ArrayList<>(rawHeaders.size() / 2 + 1);
    lines.add(first);
    for (int i = 0; i < rawHeaders.size(); i += 2) {
      String name = rawHeaders.get(i);
      String value = rawHeaders.get(i + 1);
      lines.add(name + ": " + (secrets ? value : masked(name, value)));
    }
    return lines;
  }

  static String protocol(HttpVersion version) {
    return version == HttpVersion.HTTP_2 ? "HTTP/2" : "HTTP/" + version;
  }

  /**
   * The value without its secret: the scheme of an {@code Authorization}, the names of cookies and
   * the attributes of a {@code Set-Cookie} stay.
   */
  static String masked(String name, String value) {
    if (!HeaderRules.isSecret(name)) {
      return value;
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "cookie" -> cookies(value);
      case "set-cookie" -> setCookie(value);
      default -> afterScheme(value);
    };
  }

  private static String afterScheme(String value) {
    int space = value.indexOf(' ');
    return space > 0 ? value.substring(0, space + 1) + MASK : MASK;
  }

  private static String cookies(String value) {
    StringBuilder masked = new StringBuilder();
    for (String pair : value.split(";", -1)) {
      if (masked.length() > 0) {
        masked.append("; ");
      }
      masked.append(pair(pair.strip()));
    }
    return masked.toString();
  }

  private static String setCookie(String value) {
    int end = value.indexOf(';');
    return end < 0 ? pair(value) : pair(value.substring(0, end)) + value.substring(end);
  }

  private static String pair(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0 ? MASK : pair.substring(0, equals + 1) + MASK;
  }
}
