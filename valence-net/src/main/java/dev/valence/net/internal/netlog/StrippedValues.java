package dev.valence.net.internal.netlog;

import dev.valence.net.url.Url;
import java.util.Locale;

/**
 * What of headers and addresses is a secret, and what a log without secrets says instead
 * (Chromium's {@code ElideHeaderValueForNetLog}, {@code net/http/http_log_util.cc}).
 */
final class StrippedValues {
  private StrippedValues() {}

  /** The value as a log without secrets has it. */
  static String header(String name, String value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "cookie", "set-cookie", "set-cookie2", "authorization", "proxy-authorization" ->
          value.isEmpty() ? value : text(value);
      // A server's token of NTLM or Negotiate; what Basic and Digest ask is public.
      case "www-authenticate", "proxy-authenticate" -> challenge(value);
      // A redirect may carry a login.
      case "location", "content-location", "referer" -> address(value);
      default -> value;
    };
  }

  /** How long a secret was. */
  static String text(String secret) {
    return "[" + secret.length() + " bytes were stripped]";
  }

  /** The address without user name and password. */
  static String url(Url url) {
    String href = url.href();
    return url.hasCredentials() ? address(href) : href;
  }

  private static String challenge(String value) {
    String trimmed = value.strip();
    int space = trimmed.indexOf(' ');
    if (space < 0 || trimmed.indexOf(',') >= 0) {
      return value;
    }
    String scheme = trimmed.substring(0, space);
    if (scheme.equalsIgnoreCase("basic") || scheme.equalsIgnoreCase("digest")) {
      return value;
    }
    return scheme + " " + text(trimmed.substring(space).strip());
  }

  /** Cuts out what stands before the last @ of the authority. */
  private static String address(String value) {
    int slashes = value.indexOf("//");
    if (slashes < 0) {
      return value;
    }
    int start = slashes + 2;
    int end = start;
    while (end < value.length() && "/?#\\".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    int at = value.lastIndexOf('@', end - 1);
    return at < start ? value : value.substring(0, start) + value.substring(at + 1);
  }
}
