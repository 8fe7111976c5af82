package dev.valence.net.cookie;

import dev.valence.net.http.PotentiallyTrustworthy;
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
          default ->
              PotentiallyTrustworthy.isLocalhost(host)
                  ? Trust.TRUSTWORTHY
                  : Trust.NON_CRYPTOGRAPHIC;
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
}
