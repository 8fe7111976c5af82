package dev.valence.net.http;

import dev.valence.net.url.CustomSchemes;
import dev.valence.net.url.Url;

/**
 * Which URLs count as delivered safely (Secure Contexts §3.1 and §3.2, as in Chromium's {@code
 * IsUrlPotentiallyTrustworthy}). Pure functions; any thread.
 */
public final class PotentiallyTrustworthy {
  private PotentiallyTrustworthy() {}

  /**
   * Whether the URL is potentially trustworthy: https, wss, file and data URLs, {@code about:blank}
   * and {@code about:srcdoc}, schemes registered as secure, and any URL of the own machine.
   */
  public static boolean isTrustworthy(Url url) {
    return switch (url.scheme()) {
      case "https", "wss", "file", "data" -> true;
      case "about" -> url.path().equals("blank") || url.path().equals("srcdoc");
      default -> CustomSchemes.isSecure(url.scheme()) || isLocalhost(url);
    };
  }

  /** Whether the scheme encrypts: https or wss. */
  public static boolean isCryptographic(Url url) {
    return url.scheme().equals("https") || url.scheme().equals("wss");
  }

  /** Whether the host of the URL is the own machine. */
  public static boolean isLocalhost(Url url) {
    String host = url.host();
    return host != null && isLocalhost(host);
  }

  /**
   * Whether a host is the own machine: {@code localhost}, the names below it, 127.0.0.0/8 and ::1
   * (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
   *
   * @param host serialised as in {@link Url#host()}: in lower case, IPv6 in brackets
   */
  public static boolean isLocalhost(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || isLoopbackIpv4(name);
  }

  private static boolean isLoopbackIpv4(String host) {
    if (!host.startsWith("127.")) {
      return false;
    }
    int dots = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3;
  }
}
