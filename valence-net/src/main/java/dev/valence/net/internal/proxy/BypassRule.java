package dev.valence.net.internal.proxy;

import dev.valence.net.url.Url;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One bypass rule (Chromium's {@code SchemeHostPortMatcherRule}): what it matches and, for {@code
 * <-loopback>}, that it takes exceptions back.
 */
final class BypassRule {
  private enum Kind {
    /** {@code <local>}: names without a dot. */
    SIMPLE_NAMES,
    /** {@code <-loopback>}. */
    SUBTRACT_IMPLICIT,
    HOST,
    BLOCK
  }

  private static final int ANY_PORT = -1;

  private final String text;
  private final Kind kind;
  private final @Nullable String scheme;
  private final int port;
  private final @Nullable HostPattern pattern;
  private final @Nullable AddressBlock block;

  private BypassRule(
      String text,
      Kind kind,
      @Nullable String scheme,
      int port,
      @Nullable HostPattern pattern,
      @Nullable AddressBlock block) {
    this.text = text;
    this.kind = kind;
    this.scheme = scheme;
    this.port = port;
    this.pattern = pattern;
    this.block = block;
  }

  /**
   * Reads one rule.
   *
   * @param suffixes whether a name also covers all that ends so
   * @throws IllegalArgumentException naming it
   */
  static BypassRule parse(String text, boolean suffixes) {
    if (text.equalsIgnoreCase("<local>")) {
      return new BypassRule(text, Kind.SIMPLE_NAMES, null, ANY_PORT, null, null);
    }
    if (text.equalsIgnoreCase("<-loopback>")) {
      return new BypassRule(text, Kind.SUBTRACT_IMPLICIT, null, ANY_PORT, null, null);
    }
    if (text.startsWith("<")) {
      throw bad(text, "only <local> and <-loopback> are known");
    }
    int mark = text.indexOf("://");
    String scheme = mark < 0 ? null : text.substring(0, mark).toLowerCase(Locale.ROOT);
    String rest = mark < 0 ? text : text.substring(mark + 3);
    if (rest.isEmpty() || (scheme != null && scheme.isEmpty())) {
      throw bad(text, rest.isEmpty() ? "it has no host" : "it has no scheme before ://");
    }
    if (rest.indexOf('/') >= 0) {
      AddressBlock block = AddressBlock.tryParse(rest);
      if (block == null) {
        throw bad(text, "\"" + rest + "\" is no block of addresses such as 10.0.0.0/8");
      }
      return new BypassRule(text, Kind.BLOCK, scheme, ANY_PORT, null, block);
    }
    return host(text, scheme, rest, suffixes);
  }

  private static BypassRule host(
      String text, @Nullable String scheme, String rest, boolean suffixes) {
    int colon = rest.lastIndexOf(':');
    boolean hasPort = colon > rest.lastIndexOf(']');
    int port = hasPort ? port(text, rest.substring(colon + 1)) : ANY_PORT;
    String host = (hasPort ? rest.substring(0, colon) : rest).toLowerCase(Locale.ROOT);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.indexOf(':') >= 0 && !bracketed) {
      throw bad(text, "an IPv6 address stands in brackets");
    }
    // A literal need not be in the form in which URLs have it.
    Url literal = bracketed || endsInDigit(host) ? Url.tryParse("http://" + host + "/") : null;
    if (literal != null && literal.isHostAnIpAddress() && literal.host() != null) {
      host = literal.host();
    } else if (bracketed) {
      throw bad(text, host + " is no IPv6 address");
    } else if (host.startsWith(".") || (suffixes && !host.startsWith("*"))) {
      host = "*" + host;
    }
    if (host.isEmpty()) {
      throw bad(text, "it has no host");
    }
    return new BypassRule(text, Kind.HOST, scheme, port, HostPattern.of(host), null);
  }

  private static boolean endsInDigit(String host) {
    return !host.isEmpty() && Character.digit(host.charAt(host.length() - 1), 10) >= 0;
  }

  private static int port(String text, String digits) {
    if (!digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(BypassRule::isDigit)) {
      int port = Integer.parseInt(digits);
      if (port <= 65535) {
        return port;
      }
    }
    throw bad(text, "\"" + digits + "\" is no port");
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException(
        "The bypass rule \""
            + (text.length() > 100 ? text.substring(0, 100) + "…" : text)
            + "\" cannot be used: "
            + why);
  }

  /** As it was given. */
  String text() {
    return text;
  }

  /** Whether a match means that the URL goes through the proxies after all. */
  boolean excludes() {
    return kind == Kind.SUBTRACT_IMPLICIT;
  }

  boolean matches(Url url) {
    String host = url.host();
    if (host == null
        || (port != ANY_PORT && port != url.effectivePort())
        || (scheme != null && !scheme.equals(url.scheme()))) {
      return false;
    }
    return switch (kind) {
      case SIMPLE_NAMES -> host.indexOf('.') < 0 && !url.isHostAnIpAddress();
      case SUBTRACT_IMPLICIT -> ImplicitBypass.matches(url);
      case HOST -> pattern != null && pattern.matches(host);
      case BLOCK -> block != null && url.isHostAnIpAddress() && block.contains(host);
    };
  }
}
