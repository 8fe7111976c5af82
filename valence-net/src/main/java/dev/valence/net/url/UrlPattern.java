package dev.valence.net.url;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A match pattern for URLs, as extensions and Electron's {@code webRequest} have it (Chromium's
 * {@code URLPattern}): {@code <all_urls>}, or {@code scheme://host:port/path}. Immutable.
 *
 * <p>The scheme is one, or {@code *} for http and https. The host is one, or {@code *} for all, or
 * begins with {@code *.} for a domain and its subdomains; that of {@code file} is ignored. The port
 * is one, or {@code *}, or left out for all. The path is needed; in it, and in the query that
 * follows, {@code *} stands for any characters. Schemes other than those of the URL standard may do
 * without a host: {@code data:*}.
 */
public final class UrlPattern {
  /** Matches every URL. */
  public static final UrlPattern ALL_URLS = new UrlPattern("<all_urls>", "*", "", true, -1, "*");

  private static final int ANY_PORT = -1;

  private final String text;
  private final String scheme;
  private final String host;
  private final boolean subdomains;
  private final int port;
  private final Glob path;

  private UrlPattern(
      String text, String scheme, String host, boolean subdomains, int port, String path) {
    this.text = text;
    this.scheme = scheme;
    this.host = host;
    this.subdomains = subdomains;
    this.port = port;
    this.path = new Glob(path);
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException {@code Invalid url pattern …: …}, in Electron's words
   */
  public static UrlPattern parse(String pattern) {
    if (pattern.equals("<all_urls>")) {
      return ALL_URLS;
    }
    int schemeEnd = pattern.indexOf("://");
    boolean hasSeparator = schemeEnd >= 0;
    if (!hasSeparator) {
      schemeEnd = pattern.indexOf(':');
    }
    if (schemeEnd < 0) {
      throw invalid(pattern, "Missing scheme separator.");
    }
    String scheme = pattern.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    if (!isScheme(scheme)) {
      throw invalid(pattern, "Invalid scheme.");
    }
    if (!hasSeparator && (scheme.equals("*") || SpecialScheme.isSpecial(scheme))) {
      throw invalid(pattern, "Missing scheme separator.");
    }
    int start = schemeEnd + (hasSeparator ? 3 : 1);
    if (start >= pattern.length()) {
      throw invalid(pattern, "Host can not be empty.");
    }
    if (!hasSeparator) {
      return new UrlPattern(pattern, scheme, "", true, ANY_PORT, pattern.substring(start));
    }
    int slash = pattern.indexOf('/', start);
    if (scheme.equals("file")) {
      // file://foo* is file:///foo*, and the host of file://host/foo does not count.
      String path = pattern.substring(slash < 0 ? start - 1 : slash);
      return new UrlPattern(pattern, scheme, "", true, ANY_PORT, path);
    }
    if (slash == start) {
      throw invalid(pattern, "Host can not be empty.");
    }
    if (slash < 0) {
      throw invalid(pattern, "Empty path.");
    }
    return withHost(pattern, scheme, pattern.substring(start, slash), pattern.substring(slash));
  }

  private static UrlPattern withHost(
      String pattern, String scheme, String hostAndPort, String path) {
    int colon = portSeparator(pattern, hostAndPort);
    int port = ANY_PORT;
    if (colon >= 0) {
      port = port(pattern, scheme, hostAndPort.substring(colon + 1));
    }
    String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    if (host.isEmpty() || host.equals("*.")) {
      throw invalid(pattern, "Host can not be empty.");
    }
    boolean subdomains = host.equals("*") || host.startsWith("*.");
    if (subdomains) {
      host = host.length() == 1 ? "" : host.substring(2);
    }
    if (host.indexOf('*') >= 0) {
      throw invalid(pattern, "Invalid host wildcard.");
    }
    if (!host.isEmpty()) {
      String base = scheme.equals("*") ? "http" : scheme;
      Url url = Url.tryParse(base + "://" + host + "/");
      String canonical = url == null || url.hasCredentials() ? null : url.host();
      if (canonical == null || canonical.isEmpty()) {
        throw invalid(pattern, "Invalid host.");
      }
      host = withoutFinalDot(canonical);
    }
    return new UrlPattern(pattern, scheme, host, subdomains, port, path);
  }

  private static int portSeparator(String pattern, String hostAndPort) {
    if (hostAndPort.charAt(0) != '[') {
      return hostAndPort.indexOf(':');
    }
    int end = hostAndPort.indexOf(']');
    if (end < 0) {
      throw invalid(pattern, "Invalid host.");
    }
    if (end == 1) {
      throw invalid(pattern, "Host can not be empty.");
    }
    if (end == hostAndPort.length() - 1) {
      return -1;
    }
    if (hostAndPort.charAt(end + 1) != ':') {
      throw invalid(pattern, "Invalid host.");
    }
    return end + 1;
  }

  private static int port(String pattern, String scheme, String port) {
    if (port.equals("*")) {
      return ANY_PORT;
    }
    boolean digits = !port.isEmpty() && port.chars().allMatch(c -> c >= '0' && c <= '9');
    // Electron knows no port without a scheme that has one; nor does it take "*://host:80/".
    if (!digits || port.length() > 5 || SpecialScheme.defaultPort(scheme) < 0) {
      throw invalid(pattern, "Invalid port.");
    }
    int number = Integer.parseInt(port);
    if (number > 65535) {
      throw invalid(pattern, "Invalid port.");
    }
    return number;
  }

  private static boolean isScheme(String scheme) {
    if (scheme.equals("*")) {
      return true;
    }
    if (scheme.isEmpty() || scheme.charAt(0) < 'a' || scheme.charAt(0) > 'z') {
      return false;
    }
    return scheme
        .chars()
        .allMatch(
            c ->
                (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '-'
                    || c == '.');
  }

  private static IllegalArgumentException invalid(String pattern, String why) {
    return new IllegalArgumentException("Invalid url pattern " + pattern + ": " + why);
  }

  /** Whether the URL matches. Its fragment does not count. */
  public boolean matches(Url url) {
    if (this == ALL_URLS) {
      return true;
    }
    return matchesScheme(url.scheme()) && matchesHost(url) && matchesPortAndPath(url);
  }

  boolean matchesScheme(String test) {
    if (scheme.equals("*")) {
      return test.equals("http") || test.equals("https");
    }
    return test.equals(scheme);
  }

  private boolean matchesHost(Url url) {
    if (isAnyHost()) {
      return true;
    }
    String test = url.host();
    if (test == null) {
      return false;
    }
    test = withoutFinalDot(test);
    if (test.equals(host)) {
      return true;
    }
    return subdomains
        && !url.isHostAnIpAddress()
        && test.length() > host.length()
        && test.endsWith(host)
        && test.charAt(test.length() - host.length() - 1) == '.';
  }

  boolean matchesPortAndPath(Url url) {
    if (port != ANY_PORT && url.effectivePort() != port) {
      return false;
    }
    return path.matchesAll() || path.matchesPath(url.pathAndQuery());
  }

  /** Whether every host matches. */
  boolean isAnyHost() {
    return subdomains && host.isEmpty();
  }

  /** The host, or the domain of {@code *.domain}; empty for any. */
  String host() {
    return host;
  }

  /** Whether subdomains of the host match too. */
  boolean matchesSubdomains() {
    return subdomains;
  }

  static String withoutFinalDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UrlPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  /** The pattern as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
