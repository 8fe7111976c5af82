package dev.valence.net.url;

import org.jspecify.annotations.Nullable;

/**
 * An origin: a tuple of scheme, host and port, or opaque (HTML standard §7.1.1, URL standard §4.7).
 *
 * <p>Equality is "same origin": an opaque origin equals only itself. Immutable; any thread may use
 * it.
 */
public final class Origin {
  private final String scheme;
  private final String host;
  private final int port;
  private final boolean opaque;

  private Origin(String scheme, String host, int port, boolean opaque) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.opaque = opaque;
  }

  /** A new opaque origin. */
  public static Origin opaque() {
    return new Origin("", "", -1, true);
  }

  /**
   * A tuple origin.
   *
   * @param scheme in lower case, such as "https"
   * @param host serialised as in {@link Url#host()}
   * @param port 0 to 65535, or -1 for the scheme's default
   */
  public static Origin of(String scheme, String host, int port) {
    if (port < -1 || port > 0xFFFF) {
      throw new IllegalArgumentException("Not a port: " + port);
    }
    return new Origin(scheme, host, port == SpecialScheme.defaultPort(scheme) ? -1 : port, false);
  }

  /**
   * The origin of a URL. http, https, ws, wss and ftp URLs, and those of custom standard schemes
   * ({@link CustomSchemes}), have tuple origins; a blob URL has that of the http or https URL in
   * its path; all others (file too) have a new opaque one.
   */
  public static Origin of(Url url) {
    return switch (url.scheme()) {
      case "http", "https", "ws", "wss", "ftp" -> tuple(url);
      case "blob" -> ofBlob(url);
      default -> CustomSchemes.isStandard(url.scheme()) ? tuple(url) : opaque();
    };
  }

  private static Origin ofBlob(Url url) {
    Url inner = Url.tryParse(url.path());
    return inner != null && inner.scheme().startsWith("http") && inner.isSpecial()
        ? tuple(inner)
        : opaque();
  }

  private static Origin tuple(Url url) {
    String host = url.host();
    return host == null ? opaque() : new Origin(url.scheme(), host, url.port(), false);
  }

  /** The scheme; "" when opaque. */
  public String scheme() {
    return scheme;
  }

  /** The host as in {@link Url#host()}; "" when opaque. */
  public String host() {
    return host;
  }

  /** The port, or -1 when it is the scheme's default or the origin is opaque. */
  public int port() {
    return port;
  }

  /** The port, else the scheme's default, else -1. */
  public int effectivePort() {
    return port >= 0 ? port : SpecialScheme.defaultPort(scheme);
  }

  /** Whether this origin is the same as no other. */
  public boolean isOpaque() {
    return opaque;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Origin that
        && !opaque
        && !that.opaque
        && port == that.port
        && scheme.equals(that.scheme)
        && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return opaque
        ? System.identityHashCode(this)
        : (scheme.hashCode() * 31 + host.hashCode()) * 31 + port;
  }

  /** The ASCII serialisation, such as {@code https://example.com:8443}; "null" when opaque. */
  @Override
  public String toString() {
    if (opaque) {
      return "null";
    }
    return port < 0 ? scheme + "://" + host : scheme + "://" + host + ":" + port;
  }
}
