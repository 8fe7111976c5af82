package dev.valence.net.url;

import org.jspecify.annotations.Nullable;

/**
 * A short cut for what nearly every URL of a session is: an http, https, ws or wss URL that is
 * already in its serialised form. It only looks; the input itself becomes the URL's text. Whatever
 * it is not sure about is left to {@link UrlParser}, which gives the same result.
 */
final class UrlFastPath {
  private UrlFastPath() {}

  /** The URL, or null when the input is not canonical (or not valid). */
  static @Nullable Url tryParse(String in) {
    int length = in.length();
    String scheme = scheme(in);
    if (scheme == null || length >= Url.MAX_LENGTH) {
      return null;
    }
    int hostStart = scheme.length() + 3;
    int i = hostStart;
    int lastDot = -1;
    while (i < length && CodePoints.is(in.charAt(i), CodePoints.CANONICAL_DOMAIN)) {
      if (in.charAt(i) == '.') {
        lastDot = i;
      }
      i++;
    }
    int hostEnd = i;
    if (hostEnd == hostStart || lastDot == hostEnd - 1) {
      return null;
    }
    HostKind kind = HostKind.DOMAIN;
    if (CodePoints.isDigit(in.charAt(lastDot < 0 ? hostStart : lastDot + 1))) {
      // Perhaps a number; a label such as "3com" is left to the parser too.
      if (!Ipv4.isCanonical(in, hostStart, hostEnd)) {
        return null;
      }
      kind = HostKind.IPV4;
    }
    int port = -1;
    if (i < length && in.charAt(i) == ':') {
      int start = ++i;
      port = 0;
      while (i < length && CodePoints.isDigit(in.charAt(i)) && i - start < 5) {
        port = port * 10 + in.charAt(i++) - '0';
      }
      if (i == start
          || (in.charAt(start) == '0' && i - start > 1)
          || port > 0xFFFF
          || port == SpecialScheme.defaultPort(scheme)) {
        return null;
      }
    }
    if (i == length) {
      String href = in.concat("/");
      return new Url(href, scheme, kind, hostStart, hostStart, hostEnd, port, i, -1, -1, false);
    }
    if (in.charAt(i) != '/') {
      return null;
    }
    return rest(in, scheme, kind, hostStart, hostEnd, port, i);
  }

  private static @Nullable Url rest(
      String in,
      String scheme,
      HostKind kind,
      int hostStart,
      int hostEnd,
      int port,
      int pathStart) {
    int length = in.length();
    int i = pathStart;
    int queryStart = -1;
    int fragmentStart = -1;
    char previous = 0;
    while (i < length) {
      char c = in.charAt(i);
      if (!CodePoints.is(c, CodePoints.CANONICAL_PATH)) {
        break;
      }
      if (previous == '/' && (c == '.' || c == '%') && mayBeDotSegment(in, i)) {
        return null;
      }
      previous = c;
      i++;
    }
    if (i < length && in.charAt(i) == '?') {
      queryStart = i++;
      while (i < length && CodePoints.is(in.charAt(i), CodePoints.CANONICAL_QUERY)) {
        i++;
      }
    }
    if (i < length && in.charAt(i) == '#') {
      fragmentStart = i++;
      while (i < length && CodePoints.is(in.charAt(i), CodePoints.CANONICAL_FRAGMENT)) {
        i++;
      }
    }
    if (i < length) {
      return null;
    }
    return new Url(
        in,
        scheme,
        kind,
        hostStart,
        hostStart,
        hostEnd,
        port,
        pathStart,
        queryStart,
        fragmentStart,
        false);
  }

  private static boolean mayBeDotSegment(String in, int from) {
    int to = from;
    while (to < in.length() && to - from <= 6 && "/?#".indexOf(in.charAt(to)) < 0) {
      to++;
    }
    return DotSegment.dots(in, from, to) > 0;
  }

  private static @Nullable String scheme(String in) {
    if (in.startsWith("https://")) {
      return "https";
    }
    if (in.startsWith("http://")) {
      return "http";
    }
    if (in.startsWith("wss://")) {
      return "wss";
    }
    return in.startsWith("ws://") ? "ws" : null;
  }
}
