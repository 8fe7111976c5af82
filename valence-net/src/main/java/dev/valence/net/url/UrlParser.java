package dev.valence.net.url;

import org.jspecify.annotations.Nullable;

/**
 * The basic URL parser of URL standard §4.4.
 *
 * <p>Each method is one state (or a pair that the standard splits for its one-character loop) and
 * handles all characters of that state at once; its argument is the position of the first of them.
 * A method returns false on failure, with the reason in {@link #failure}. The setters enter at a
 * state of their own, with a {@link StateOverride}: then the state's end is the end.
 */
final class UrlParser {
  /** The standard's "state override": which setter entered the machine. */
  enum StateOverride {
    NONE,
    HOST,
    HOSTNAME,
    PORT,
    PATHNAME,
    SEARCH,
    HASH
  }

  private final String in;
  private final int end;
  private final @Nullable Url base;
  private final UrlRecord url;
  private final StateOverride override;
  private String failure = "";

  private UrlParser(String in, @Nullable Url base, UrlRecord url, StateOverride override) {
    this.in = in;
    this.end = in.length();
    this.base = base;
    this.url = url;
    this.override = override;
  }

  /** Parses by the state machine alone. Returns a {@link Url} or the reason of the failure. */
  static Object parse(String input, @Nullable Url base) {
    if (input.length() > Url.MAX_LENGTH) {
      return "too-long";
    }
    UrlRecord record = new UrlRecord();
    UrlParser parser =
        new UrlParser(UrlInput.strip(UrlInput.trim(input)), base, record, StateOverride.NONE);
    if (!parser.schemeStart()) {
      return parser.failure;
    }
    Url made = record.toUrlUnlessTooLong();
    return made != null ? made : "too-long";
  }

  /** Runs one setter's state on the record. On failure the record keeps what was set before it. */
  static boolean parseInto(UrlRecord record, String value, StateOverride override) {
    UrlParser parser = new UrlParser(UrlInput.strip(value), null, record, override);
    return switch (override) {
      case HOST, HOSTNAME -> record.isFile() ? parser.fileHost(0) : parser.host(0);
      case PORT -> parser.port(0);
      case PATHNAME -> parser.pathStart(0);
      case SEARCH -> parser.query(0);
      case HASH -> parser.fragment(0);
      case NONE -> throw new IllegalArgumentException("No setter");
    };
  }

  private boolean schemeStart() {
    int colon = UrlInput.schemeEnd(in);
    if (colon < 0) {
      return noScheme();
    }
    url.scheme = UrlInput.scheme(in, colon);
    int p = colon + 1;
    if (url.isFile()) {
      return file(p);
    }
    if (url.isSpecial()) {
      if (base != null && base.scheme().equals(url.scheme) && !startsWith("//", p)) {
        return relative(p, base);
      }
      return specialAuthority(p);
    }
    if (startsWith("//", p)) {
      return authority(p + 2);
    }
    if (at(p) == '/') {
      return path(p + 1);
    }
    return opaquePath(p);
  }

  private boolean noScheme() {
    if (base == null || (base.hasOpaquePath() && at(0) != '#')) {
      return fail("missing-scheme-non-relative-URL");
    }
    url.scheme = base.scheme();
    if (base.hasOpaquePath()) {
      url.path.append(base.path());
      url.opaquePath = true;
      url.query = base.query();
      return fragment(1);
    }
    return url.isFile() ? file(0) : relative(0, base);
  }

  private boolean relative(int p, Url from) {
    if (isSlash(at(p)) && p < end) {
      if (p + 1 < end && isSlash(at(p + 1))) {
        return url.isSpecial() ? specialAuthority(p) : authority(p + 2);
      }
      url.copyAuthority(from);
      return path(p + 1);
    }
    url.copyAuthority(from);
    return relativeToPath(p, from);
  }

  /** The common end of the relative and the file state: no slash at the start. */
  private boolean relativeToPath(int p, Url from) {
    url.path.append(from.path());
    if (p < end && at(p) == '?') {
      return query(p + 1);
    }
    if (p == end || at(p) == '#') {
      url.query = from.query();
      return p == end || fragment(p + 1);
    }
    if (url.isFile() && WindowsDrive.startsAt(in, p)) {
      url.path.setLength(0);
    } else {
      url.shortenPath();
    }
    return path(p);
  }

  /** "Special authority slashes" and "special authority ignore slashes". */
  private boolean specialAuthority(int p) {
    int i = p;
    while (i < end && isSlash(at(i))) {
      i++;
    }
    return authority(i);
  }

  private boolean authority(int p) {
    int stop = p;
    int lastAt = -1;
    while (stop < end && !endsAuthority(at(stop))) {
      if (at(stop) == '@') {
        lastAt = stop;
      }
      stop++;
    }
    if (lastAt < 0) {
      return host(p);
    }
    if (lastAt + 1 == stop) {
      return fail("host-missing");
    }
    if (CustomSchemes.isStandard(url.scheme)) {
      // As Chromium's SCHEME_WITH_HOST: no user names either.
      return host(lastAt + 1);
    }
    int colon = in.indexOf(':', p);
    int nameEnd = colon >= 0 && colon < lastAt ? colon : lastAt;
    url.username = encode(p, nameEnd, PercentEncodeSet.USERINFO);
    url.password = nameEnd == lastAt ? "" : encode(nameEnd + 1, lastAt, PercentEncodeSet.USERINFO);
    return host(lastAt + 1);
  }

  private boolean host(int p) {
    int stop = p;
    boolean inBrackets = false;
    while (stop < end && !endsAuthority(at(stop)) && (at(stop) != ':' || inBrackets)) {
      if (at(stop) == '[') {
        inBrackets = true;
      } else if (at(stop) == ']') {
        inBrackets = false;
      }
      stop++;
    }
    boolean colon = stop < end && at(stop) == ':';
    if (stop == p && (colon || url.isSpecial())) {
      return fail("host-missing");
    }
    if (colon && override == StateOverride.HOSTNAME) {
      return fail("host-invalid-code-point");
    }
    if (stop == p && override != StateOverride.NONE && (url.hasCredentials() || url.port >= 0)) {
      return fail("host-missing");
    }
    if (!setHost(p, stop)) {
      return false;
    }
    if (colon) {
      return port(stop + 1);
    }
    return override != StateOverride.NONE || pathStart(stop);
  }

  private boolean setHost(int from, int to) {
    Host parsed = HostParser.parse(in, from, to, url.isSpecial());
    if (parsed.isInvalid()) {
      return fail(parsed.text());
    }
    url.host = parsed;
    return true;
  }

  private boolean port(int p) {
    int i = p;
    int value = 0;
    while (i < end && CodePoints.isDigit(at(i))) {
      value = Math.min(value * 10 + at(i) - '0', 0x10000);
      i++;
    }
    if (override == StateOverride.NONE && i < end && !endsAuthority(at(i))) {
      return fail("port-invalid");
    }
    if (i > p) {
      if (value > 0xFFFF) {
        return fail("port-out-of-range");
      }
      url.setPort(value);
    } else if (override != StateOverride.NONE) {
      return fail("port-invalid");
    }
    return override != StateOverride.NONE || pathStart(i);
  }

  private boolean file(int p) {
    url.host = Host.EMPTY;
    Url from = base != null && base.scheme().equals("file") ? base : null;
    if (p < end && isSlash(at(p))) {
      if (p + 1 < end && isSlash(at(p + 1))) {
        return fileHost(p + 2);
      }
      if (from != null) {
        url.host = from.parsedHost();
        String basePath = from.path();
        if (!WindowsDrive.startsAt(in, p + 1) && WindowsDrive.startsPath(basePath)) {
          url.path.append(basePath, 0, 3);
        }
      }
      return path(p + 1);
    }
    if (from != null) {
      url.host = from.parsedHost();
      return relativeToPath(p, from);
    }
    return path(p);
  }

  private boolean fileHost(int p) {
    int stop = p;
    while (stop < end && !endsAuthority(at(stop))) {
      stop++;
    }
    if (override == StateOverride.NONE && WindowsDrive.isLetter(in, p, stop)) {
      // No host: the drive is the first segment of the path.
      return path(p);
    }
    if (stop == p) {
      url.host = Host.EMPTY;
    } else {
      if (!setHost(p, stop)) {
        return false;
      }
      if (url.host.text().equals("localhost")) {
        url.host = Host.EMPTY;
      }
    }
    return override != StateOverride.NONE || pathStart(stop);
  }

  private boolean pathStart(int p) {
    if (url.isSpecial()) {
      return path(p < end && isSlash(at(p)) ? p + 1 : p);
    }
    if (p == end) {
      if (override != StateOverride.NONE && url.host.isNone()) {
        url.path.append('/');
      }
      return true;
    }
    if (override == StateOverride.NONE && (at(p) == '?' || at(p) == '#')) {
      return afterPath(p);
    }
    return path(at(p) == '/' ? p + 1 : p);
  }

  private boolean path(int p) {
    int from = p;
    while (true) {
      int stop = from;
      while (stop < end && !endsSegment(at(stop))) {
        stop++;
      }
      boolean slash = stop < end && isSlash(at(stop));
      segment(from, stop, slash);
      if (!slash) {
        return afterPath(stop);
      }
      from = stop + 1;
    }
  }

  private void segment(int from, int to, boolean slashFollows) {
    int dots = DotSegment.dots(in, from, to);
    if (dots == 2) {
      url.shortenPath();
    }
    if (dots > 0) {
      if (!slashFollows) {
        url.path.append('/');
      }
      return;
    }
    boolean drive = url.isFile() && url.path.isEmpty() && WindowsDrive.isLetter(in, from, to);
    url.path.append('/');
    if (drive) {
      url.path.append(at(from)).append(':');
    } else {
      PercentEncoding.encode(in, from, to, PercentEncodeSet.PATH, url.path);
    }
  }

  private boolean opaquePath(int p) {
    url.opaquePath = true;
    int stop = p;
    while (stop < end && at(stop) != '?' && at(stop) != '#') {
      stop++;
    }
    // A space right before '?' or '#' would be lost when these are removed later.
    boolean lastSpace = stop > p && stop < end && at(stop - 1) == ' ';
    int plain = lastSpace ? stop - 1 : stop;
    PercentEncoding.encode(in, p, plain, PercentEncodeSet.C0_CONTROL, url.path);
    if (lastSpace) {
      url.path.append("%20");
    }
    return afterPath(stop);
  }

  private boolean afterPath(int p) {
    if (p == end) {
      return true;
    }
    return at(p) == '?' ? query(p + 1) : fragment(p + 1);
  }

  private boolean query(int p) {
    int hash = override == StateOverride.NONE ? in.indexOf('#', p) : -1;
    int stop = hash < 0 ? end : hash;
    url.query =
        encode(p, stop, url.isSpecial() ? PercentEncodeSet.SPECIAL_QUERY : PercentEncodeSet.QUERY);
    return hash < 0 || fragment(hash + 1);
  }

  private boolean fragment(int p) {
    url.fragment = encode(p, end, PercentEncodeSet.FRAGMENT);
    return true;
  }

  private String encode(int from, int to, PercentEncodeSet set) {
    return PercentEncoding.encode(in.substring(from, to), set);
  }

  private char at(int i) {
    return i < end ? in.charAt(i) : '\0';
  }

  private boolean startsWith(String prefix, int p) {
    return in.startsWith(prefix, p);
  }

  private boolean isSlash(char c) {
    return c == '/' || (c == '\\' && url.isSpecial());
  }

  private boolean endsAuthority(char c) {
    return c == '/' || c == '?' || c == '#' || (c == '\\' && url.isSpecial());
  }

  private boolean endsSegment(char c) {
    return isSlash(c) || (override == StateOverride.NONE && (c == '?' || c == '#'));
  }

  private boolean fail(String reason) {
    failure = reason;
    return false;
  }
}
