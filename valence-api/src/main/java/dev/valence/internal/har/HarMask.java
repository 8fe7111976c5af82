package dev.valence.internal.har;

import dev.valence.net.http.HeaderRules;
import dev.valence.net.url.Url;
import java.util.Locale;

/** What a HAR file shows of values that may be secrets. Pure functions. */
final class HarMask {
  static final String MASK = "****";

  private HarMask() {}

  /** A header's value: the scheme of a login and the names of cookies stay. */
  static String header(String name, String value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "cookie", "cookie2" -> cookies(value);
      case "set-cookie" -> setCookie(value);
      case "location", "content-location", "referer" -> url(value);
      default -> HeaderRules.isSecret(name) ? afterScheme(value) : value;
    };
  }

  /** An address without user name and password. */
  static String url(String address) {
    Url url = Url.tryParse(address);
    if (url == null || !url.hasCredentials()) {
      return address;
    }
    int start = url.href().indexOf("//") + 2;
    String rest = url.href().substring(start);
    return url.href().substring(0, start) + rest.substring(rest.indexOf('@') + 1);
  }

  private static String afterScheme(String value) {
    int space = value.indexOf(' ');
    return space > 0 ? value.substring(0, space + 1) + MASK : MASK;
  }

  private static String cookies(String value) {
    StringBuilder masked = new StringBuilder();
    for (String pair : value.split(";", -1)) {
      masked.append(masked.length() == 0 ? "" : "; ").append(pair(pair.strip()));
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
