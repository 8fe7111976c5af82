package dev.valence.net.proxy;

import dev.valence.net.url.Url;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One proxy, or {@link #DIRECT}. It holds no user and no password; those are given with {@link
 * ProxyConfig.Builder#credentials}. Immutable. The forms are those of Chromium's {@code
 * net/base/proxy_string_util.h}.
 */
public final class ProxyServer {
  /** No proxy. */
  public static final ProxyServer DIRECT = new ProxyServer(ProxyScheme.DIRECT, "", -1);

  private static final int MAX_LENGTH = 2048;

  private final ProxyScheme scheme;
  private final String host;
  private final int port;

  private ProxyServer(ProxyScheme scheme, String host, int port) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
  }

  /**
   * A proxy.
   *
   * @param host a name or literal; an IPv6 address stands in brackets
   * @param port 1 to 65535
   * @throws IllegalArgumentException when one of them is none
   */
  public static ProxyServer of(ProxyScheme scheme, String host, int port) {
    if (scheme == ProxyScheme.DIRECT) {
      throw new IllegalArgumentException("DIRECT has no host; use ProxyServer.DIRECT");
    }
    return hostAndPort(scheme, host + ":" + port, host + ":" + port);
  }

  /** As {@link #parse(String, ProxyScheme)}; without a scheme it is an HTTP proxy. */
  public static ProxyServer parse(String uri) {
    return parse(uri, ProxyScheme.HTTP);
  }

  /**
   * Reads {@code [scheme://]host[:port]} or {@code direct://}. Schemes are {@code http}, {@code
   * https}, {@code socks4}, {@code socks4a}, {@code socks5} and {@code socks}, which is SOCKS 5.
   * The default ports are 80, 443 and 1080.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static ProxyServer parse(String uri, ProxyScheme defaultScheme) {
    String text = uri.strip();
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a proxy of " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
    int mark = text.indexOf("://");
    if (mark < 0 || mark != text.indexOf(':')) {
      return hostAndPort(defaultScheme, text, text);
    }
    String name = text.substring(0, mark);
    ProxyScheme scheme = ProxyScheme.ofUri(name);
    if (scheme == null) {
      String why =
          name.equalsIgnoreCase("quic")
              ? "QUIC proxies are not supported"
              : "\"" + name + "\" is no scheme of a proxy";
      throw bad(text, why + "; use http, https, socks4, socks4a, socks5 or direct");
    }
    return hostAndPort(scheme, text.substring(mark + 3), text);
  }

  /**
   * Reads one element of a PAC result: {@code DIRECT}, or {@code PROXY}, {@code HTTPS}, {@code
   * SOCKS}, {@code SOCKS4}, {@code SOCKS4A} or {@code SOCKS5} and {@code host[:port]}. {@code
   * SOCKS} is SOCKS 4.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static ProxyServer parsePac(String element) {
    String text = element.strip();
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a proxy of " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
    int space = 0;
    while (space < text.length() && text.charAt(space) != ' ' && text.charAt(space) != '\t') {
      space++;
    }
    ProxyScheme scheme = ProxyScheme.ofPac(text.substring(0, space));
    if (scheme == null) {
      throw bad(text, "\"" + shown(text.substring(0, space)) + "\" is no type of a PAC result");
    }
    return hostAndPort(scheme, text.substring(space).strip(), text);
  }

  private static ProxyServer hostAndPort(ProxyScheme scheme, String text, String whole) {
    if (scheme == ProxyScheme.DIRECT) {
      if (!text.isEmpty()) {
        throw bad(whole, "DIRECT has no host");
      }
      return DIRECT;
    }
    if (text.indexOf('@') >= 0) {
      // The text holds a password, perhaps: it is not shown.
      throw new IllegalArgumentException(
          "A proxy has no user and password in its address; give them with"
              + " ProxyConfig.builder().credentials(user, password)");
    }
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > text.lastIndexOf(']') && colon >= 0;
    String name = hasPort ? text.substring(0, colon) : text;
    return new ProxyServer(
        scheme,
        host(name, whole),
        hasPort ? port(text.substring(colon + 1), whole) : scheme.defaultPort());
  }

  private static String host(String name, String whole) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c == '/' || c == '\\' || c == '?' || c == '#' || c == 0x7f) {
        throw bad(whole, "its host has a character that no host has");
      }
    }
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    if (name.indexOf(':') >= 0 && !bracketed) {
      throw bad(whole, "an IPv6 address stands in brackets");
    }
    Url url = name.isEmpty() ? null : Url.tryParse("http://" + name + "/");
    String host = url == null ? null : url.host();
    if (host == null || host.isEmpty()) {
      throw bad(whole, name.isEmpty() ? "it has no host" : "its host is none");
    }
    return host;
  }

  private static int port(String digits, String whole) {
    if (!digits.isEmpty() && digits.length() <= 5) {
      int port = 0;
      for (int i = 0; i < digits.length() && port >= 0; i++) {
        int digit = digits.charAt(i) - '0';
        port = digit < 0 || digit > 9 ? -1 : port * 10 + digit;
      }
      if (port >= 1 && port <= 65535) {
        return port;
      }
    }
    throw bad(whole, "its port is no number from 1 to 65535");
  }

  private static IllegalArgumentException bad(String whole, String why) {
    return new IllegalArgumentException(
        "\""
            + shown(whole)
            + "\" is no proxy: "
            + why
            + " (expected [scheme://]host[:port] or direct://)");
  }

  private static String shown(String text) {
    int at = text.lastIndexOf('@');
    String harmless = at < 0 ? text : "…" + text.substring(at);
    return harmless.length() <= 100 ? harmless : harmless.substring(0, 100) + "…";
  }

  public ProxyScheme scheme() {
    return scheme;
  }

  public boolean isDirect() {
    return scheme == ProxyScheme.DIRECT;
  }

  /** As a URL serialises it: lower case, IPv6 in brackets; "" for DIRECT. */
  public String host() {
    return host;
  }

  /** 1 to 65535; -1 for DIRECT. */
  public int port() {
    return port;
  }

  /** As in a PAC result: {@code PROXY myproxy:80}. */
  public String toPacString() {
    return isDirect() ? "DIRECT" : scheme.pacType() + " " + host + ":" + port;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ProxyServer server
            && scheme == server.scheme
            && port == server.port
            && host.equals(server.host));
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, host, port);
  }

  /** As in rules: {@code myproxy:80}, {@code socks5://myproxy:1080}, {@code direct://}. */
  @Override
  public String toString() {
    return switch (scheme) {
      case DIRECT -> "direct://";
      case HTTP -> host + ":" + port;
      default -> scheme.uriScheme() + "://" + host + ":" + port;
    };
  }
}
