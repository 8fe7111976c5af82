package dev.valence.net.url;

import org.jspecify.annotations.Nullable;

/**
 * The standard's URL record (§4.1) while it is being made: what the parser and the setters write
 * to. {@link #toUrl()} is the serialiser of §4.5.
 *
 * <p>A path of segments is kept in its serialised form, each segment with a '/' before it, so that
 * the empty list is "" and a list of one empty segment is "/".
 */
final class UrlRecord {
  String scheme = "";
  String username = "";
  String password = "";
  Host host = Host.NONE;
  int port = -1;
  boolean opaquePath;
  final StringBuilder path = new StringBuilder();
  @Nullable String query;
  @Nullable String fragment;

  static UrlRecord copyOf(Url url) {
    UrlRecord record = new UrlRecord();
    record.scheme = url.scheme();
    record.copyAuthority(url);
    record.path.append(url.path());
    record.opaquePath = url.hasOpaquePath();
    record.query = url.query();
    record.fragment = url.fragment();
    return record;
  }

  void copyAuthority(Url url) {
    username = url.username();
    password = url.password();
    host = url.parsedHost();
    port = url.port();
  }

  boolean isSpecial() {
    return SpecialScheme.isSpecial(scheme);
  }

  boolean isFile() {
    return scheme.equals("file");
  }

  boolean hasCredentials() {
    return !username.isEmpty() || !password.isEmpty();
  }

  /** "Cannot have a username/password/port" of §4.2. */
  boolean cannotHaveCredentialsOrPort() {
    return host.isNoneOrEmpty() || isFile() || CustomSchemes.isStandard(scheme);
  }

  void setPort(int value) {
    // As Chromium's SCHEME_WITH_HOST: custom standard schemes have no ports.
    boolean dropped =
        value == SpecialScheme.defaultPort(scheme) || CustomSchemes.isStandard(scheme);
    port = dropped ? -1 : value;
  }

  /** "Shorten a URL's path" of §4.2. */
  void shortenPath() {
    if (isFile()
        && path.length() == 3
        && WindowsDrive.isLetter(path, 1, 3)
        && path.charAt(2) == ':') {
      return;
    }
    int i = path.length() - 1;
    while (i >= 0 && path.charAt(i) != '/') {
      i--;
    }
    path.setLength(Math.max(i, 0));
  }

  /**
   * The URL.
   *
   * @throws InvalidUrlException when it is longer than {@link Url#MAX_LENGTH}
   */
  Url toUrl() {
    Url url = toUrlUnlessTooLong();
    if (url == null) {
      throw new InvalidUrlException(scheme + ":", "too-long");
    }
    return url;
  }

  /** The URL, or null when it is longer than {@link Url#MAX_LENGTH}. */
  @Nullable Url toUrlUnlessTooLong() {
    StringBuilder out = new StringBuilder(64 + path.length());
    out.append(scheme).append(':');
    int usernameEnd = scheme.length() + 1;
    int hostStart = usernameEnd;
    int hostEnd = usernameEnd;
    if (!host.isNone()) {
      out.append("//").append(username);
      usernameEnd = out.length();
      if (!password.isEmpty()) {
        out.append(':').append(password);
      }
      if (hasCredentials()) {
        out.append('@');
      }
      hostStart = out.length();
      out.append(host.text());
      hostEnd = out.length();
      if (port >= 0) {
        out.append(':').append(port);
      }
    } else if (!opaquePath && path.length() > 1 && path.charAt(0) == '/' && path.charAt(1) == '/') {
      // Without this the path would be read as a host the next time.
      out.append("/.");
    }
    int pathStart = out.length();
    out.append(path);
    int queryStart = -1;
    if (query != null) {
      queryStart = out.length();
      out.append('?').append(query);
    }
    int fragmentStart = -1;
    if (fragment != null) {
      fragmentStart = out.length();
      out.append('#').append(fragment);
    }
    if (out.length() > Url.MAX_LENGTH) {
      return null;
    }
    return new Url(
        out.toString(),
        scheme,
        host.kind(),
        usernameEnd,
        hostStart,
        hostEnd,
        port,
        pathStart,
        queryStart,
        fragmentStart,
        opaquePath);
  }
}
