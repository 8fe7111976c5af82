package dev.valence.net.cookie;

import dev.valence.net.url.Url;

/**
 * What a URL means for cookies: its host, its path and what its scheme may see (Chromium's {@code
 * CookieAccessScheme}). Ports do not matter.
 */
final class UrlCookieScope {
  /** How far the connection can be trusted. */
  enum Trust {
    /** {@code http}, {@code ws} and schemes of the application. */
    NON_CRYPTOGRAPHIC,
    /** The same, but to this machine itself: may use {@code Secure} cookies. */
    TRUSTWORTHY,
    /** {@code https} and {@code wss}. */
    CRYPTOGRAPHIC
  }

  private final String host;
  private final String path;
  private final Trust trust;

  private UrlCookieScope(String host, String path, Trust trust) {
    this.host = host;
    this.path = path;
    this.trust = trust;
  }

  static UrlCookieScope of(Url url) {
    String host = url.host() == null ? "" : url.host();
    Trust trust =
        switch (url.scheme()) {
          case "https", "wss" -> Trust.CRYPTOGRAPHIC;
          default -> isLocal(host) ? Trust.TRUSTWORTHY : Trust.NON_CRYPTOGRAPHIC;
        };
    String path = url.path();
    return new UrlCookieScope(host, path.isEmpty() ? "/" : path, trust);
  }

  String host() {
    return host;
  }

  String path() {
    return path;
  }

  boolean isCryptographic() {
    return trust == Trust.CRYPTOGRAPHIC;
  }

  boolean maySeeSecure() {
    return trust != Trust.NON_CRYPTOGRAPHIC;
  }

  /** Chromium's {@code IsLocalhost}: the name, what is below it, and the loopback addresses. */
  private static boolean isLocal(String host) {
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
    // The URL parser has turned every IPv4 address into four numbers; a name ends in a letter.
    char last = host.charAt(host.length() - 1);
    return last >= '0' && last <= '9';
  }
}
