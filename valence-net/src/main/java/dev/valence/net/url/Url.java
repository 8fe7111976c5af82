package dev.valence.net.url;

import org.jspecify.annotations.Nullable;

/**
 * A URL of the WHATWG URL standard, parsed and normalised.
 *
 * <p>It holds the serialised text and where its parts begin, so that a URL that is already
 * normalised costs one object. Immutable; any thread may use it. Equality is that of {@link
 * #href()}, the fragment included. To change a part, see {@link UrlSetters}.
 */
public final class Url {
  /** The longest input and the longest URL, in characters, as in Chromium (kMaxURLChars). */
  public static final int MAX_LENGTH = 2 * 1024 * 1024;

  private final String href;
  private final String scheme;
  private final HostKind hostKind;
  private final int usernameEnd;
  private final int hostStart;
  private final int hostEnd;
  private final int port;
  private final int pathStart;
  private final int queryStart;
  private final int fragmentStart;
  private final boolean opaquePath;

  // Made on first use; a race makes it twice, with equal results.
  private @Nullable String host;

  /** Offsets are positions in {@code href}; those of '?' and '#' are -1 where there is none. */
  Url(
      String href,
      String scheme,
      HostKind hostKind,
      int usernameEnd,
      int hostStart,
      int hostEnd,
      int port,
      int pathStart,
      int queryStart,
      int fragmentStart,
      boolean opaquePath) {
    this.href = href;
    this.scheme = scheme;
    this.hostKind = hostKind;
    this.usernameEnd = usernameEnd;
    this.hostStart = hostStart;
    this.hostEnd = hostEnd;
    this.port = port;
    this.pathStart = pathStart;
    this.queryStart = queryStart;
    this.fragmentStart = fragmentStart;
    this.opaquePath = opaquePath;
  }

  /**
   * Parses an absolute URL.
   *
   * @throws InvalidUrlException when it is none, or longer than {@link #MAX_LENGTH}
   */
  public static Url parse(String input) {
    Url fast = UrlFastPath.tryParse(input);
    return fast != null ? fast : orThrow(input, UrlParser.parse(input, null));
  }

  /** Parses an absolute URL; null when it is none. */
  public static @Nullable Url tryParse(String input) {
    Url fast = UrlFastPath.tryParse(input);
    return fast != null ? fast : orNull(UrlParser.parse(input, null));
  }

  /** Parses a URL or a reference relative to {@code base}; null when it is neither. */
  public static @Nullable Url tryParse(String input, Url base) {
    Url fast = UrlFastPath.tryParse(input);
    return fast != null ? fast : orNull(UrlParser.parse(input, base));
  }

  /**
   * Parses a URL or a reference relative to this URL.
   *
   * @throws InvalidUrlException when it is neither
   */
  public Url resolve(String reference) {
    Url fast = UrlFastPath.tryParse(reference);
    return fast != null ? fast : orThrow(reference, UrlParser.parse(reference, this));
  }

  private static Url orThrow(String input, Object result) {
    if (result instanceof Url url) {
      return url;
    }
    throw new InvalidUrlException(input, (String) result);
  }

  private static @Nullable Url orNull(Object result) {
    return result instanceof Url url ? url : null;
  }

  /** The serialised URL. */
  public String href() {
    return href;
  }

  /** The scheme in lower case, without the colon. */
  public String scheme() {
    return scheme;
  }

  /** The percent-encoded user name, or "". */
  public String username() {
    return hasCredentials() ? href.substring(scheme.length() + 3, usernameEnd) : "";
  }

  /** The percent-encoded password, or "". */
  public String password() {
    return hasCredentials() && usernameEnd + 1 < hostStart
        ? href.substring(usernameEnd + 1, hostStart - 1)
        : "";
  }

  /** Whether the URL has a user name or a password. */
  public boolean hasCredentials() {
    return hostKind != HostKind.NONE && hostStart > scheme.length() + 3;
  }

  /**
   * The host: an ASCII domain, an IPv4 address, an IPv6 address in brackets, an opaque host, or ""
   * as in {@code file:///}. Null when the URL has none.
   */
  public @Nullable String host() {
    if (hostKind == HostKind.NONE) {
      return null;
    }
    String result = host;
    if (result == null) {
      result = href.substring(hostStart, hostEnd);
      host = result;
    }
    return result;
  }

  /** The port, or -1 when the URL has none or that of its scheme. */
  public int port() {
    return port;
  }

  /** The port, else the scheme's default (http, ws 80; https, wss 443; ftp 21), else -1. */
  public int effectivePort() {
    return port >= 0 ? port : SpecialScheme.defaultPort(scheme);
  }

  /** The path: starts with '/', or is "", or is opaque as in {@code data:text/plain,x}. */
  public String path() {
    return href.substring(pathStart, pathEnd());
  }

  /** The query without '?'; "" when there is only the '?', null when there is none. */
  public @Nullable String query() {
    return queryStart < 0 ? null : href.substring(queryStart + 1, queryEnd());
  }

  /** The fragment without '#'; "" when there is only the '#', null when there is none. */
  public @Nullable String fragment() {
    return fragmentStart < 0 ? null : href.substring(fragmentStart + 1);
  }

  /** Path and query as they stand in the request line of HTTP (RFC 9112 §3.2.1): at least "/". */
  public String pathAndQuery() {
    int to = queryEnd();
    if (pathStart == pathEnd()) {
      return "/" + href.substring(pathStart, to);
    }
    return href.substring(pathStart, to);
  }

  /** The origin (URL standard §4.7). An opaque origin is a new one at each call. */
  public Origin origin() {
    return Origin.of(this);
  }

  /** Whether the scheme is http, https, ws, wss, ftp or file. */
  public boolean isSpecial() {
    return SpecialScheme.isSpecial(scheme);
  }

  /** Whether the path is one opaque text, as in {@code data:} and {@code mailto:}. */
  public boolean hasOpaquePath() {
    return opaquePath;
  }

  /** This URL without its fragment. */
  public Url withoutFragment() {
    if (fragmentStart < 0) {
      return this;
    }
    return new Url(
        href.substring(0, fragmentStart),
        scheme,
        hostKind,
        usernameEnd,
        hostStart,
        hostEnd,
        port,
        pathStart,
        queryStart,
        -1,
        opaquePath);
  }

  /** This URL without user name and password. */
  public Url withoutCredentials() {
    if (!hasCredentials()) {
      return this;
    }
    int from = scheme.length() + 3;
    int cut = hostStart - from;
    return new Url(
        href.substring(0, from) + href.substring(hostStart),
        scheme,
        hostKind,
        from,
        from,
        hostEnd - cut,
        port,
        pathStart - cut,
        queryStart < 0 ? -1 : queryStart - cut,
        fragmentStart < 0 ? -1 : fragmentStart - cut,
        opaquePath);
  }

  /** Whether the host is an IPv4 or IPv6 address. */
  public boolean isHostAnIpAddress() {
    return hostKind == HostKind.IPV4 || hostKind == HostKind.IPV6;
  }

  Host parsedHost() {
    return switch (hostKind) {
      case NONE -> Host.NONE;
      case EMPTY -> Host.EMPTY;
      default -> new Host(hostKind, href.substring(hostStart, hostEnd));
    };
  }

  private int pathEnd() {
    return queryStart >= 0 ? queryStart : queryEnd();
  }

  private int queryEnd() {
    return fragmentStart >= 0 ? fragmentStart : href.length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Url url && href.equals(url.href));
  }

  @Override
  public int hashCode() {
    return href.hashCode();
  }

  /** Same as {@link #href()}. */
  @Override
  public String toString() {
    return href;
  }
}
