package dev.valence.net.proxy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a proxy is spoken to; DIRECT is no proxy. */
public enum ProxyScheme {
  DIRECT("direct", "DIRECT", -1),
  /** HTTP over a plain connection. */
  HTTP("http", "PROXY", 80),
  /** HTTP over TLS to the proxy itself. */
  HTTPS("https", "HTTPS", 443),
  /** SOCKS 4: the client looks names up, IPv4 only. */
  SOCKS4("socks4", "SOCKS", 1080),
  /** SOCKS 4 with the name in the request; not known to Chromium. */
  SOCKS4A("socks4a", "SOCKS4A", 1080),
  /** RFC 1928; the proxy looks names up. */
  SOCKS5("socks5", "SOCKS5", 1080);

  private final String uriScheme;
  private final String pacType;
  private final int defaultPort;

  ProxyScheme(String uriScheme, String pacType, int defaultPort) {
    this.uriScheme = uriScheme;
    this.pacType = pacType;
    this.defaultPort = defaultPort;
  }

  /** The scheme of its URI, such as {@code socks5}. */
  public String uriScheme() {
    return uriScheme;
  }

  /** Its word in the result of a PAC script; {@code SOCKS} is SOCKS 4, as in Chromium. */
  public String pacType() {
    return pacType;
  }

  /** The port where none is given; -1 for DIRECT. */
  public int defaultPort() {
    return defaultPort;
  }

  /** Whether it speaks some version of SOCKS. */
  public boolean isSocks() {
    return this == SOCKS4 || this == SOCKS4A || this == SOCKS5;
  }

  /** Whether it speaks HTTP, over TLS or not. */
  public boolean isHttpLike() {
    return this == HTTP || this == HTTPS;
  }

  /**
   * By the scheme of a URI, where {@code socks} is SOCKS 5, as in Chromium; null for no proxy's.
   */
  static @Nullable ProxyScheme ofUri(String scheme) {
    String name = scheme.toLowerCase(Locale.ROOT);
    if (name.equals("socks")) {
      return SOCKS5;
    }
    for (ProxyScheme each : values()) {
      if (each.uriScheme.equals(name)) {
        return each;
      }
    }
    return null;
  }

  /** By the word in a PAC result, where {@code SOCKS} is SOCKS 4; null for an unknown one. */
  static @Nullable ProxyScheme ofPac(String type) {
    String name = type.toUpperCase(Locale.ROOT);
    if (name.equals("SOCKS4")) {
      return SOCKS4;
    }
    for (ProxyScheme each : values()) {
      if (each.pacType.equals(name)) {
        return each;
      }
    }
    return null;
  }
}
