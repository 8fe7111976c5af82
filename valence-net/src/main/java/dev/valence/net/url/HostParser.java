package dev.valence.net.url;

import java.nio.charset.StandardCharsets;

/** The host parser of URL standard §3.5. */
final class HostParser {
  private HostParser() {}

  /** Parses text[from, to); {@code special} says whether the URL's scheme is special. */
  static Host parse(String text, int from, int to, boolean special) {
    if (from < to && text.charAt(from) == '[') {
      return text.charAt(to - 1) == ']'
          ? Ipv6.parse(text, from + 1, to - 1)
          : Host.invalid("IPv6-unclosed");
    }
    return special ? domainOrIpv4(text.substring(from, to)) : opaque(text, from, to);
  }

  private static Host domainOrIpv4(String input) {
    String domain = input;
    if (input.indexOf('%') >= 0) {
      domain = new String(PercentEncoding.decode(input), StandardCharsets.UTF_8);
    }
    String ascii = DomainToAscii.convert(domain);
    if (ascii == null || ascii.isEmpty()) {
      return Host.invalid("domain-to-ASCII");
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (CodePoints.is(ascii.charAt(i), CodePoints.FORBIDDEN_DOMAIN)) {
        return Host.invalid("domain-invalid-code-point");
      }
    }
    return Ipv4.endsInANumber(ascii) ? Ipv4.parse(ascii) : new Host(HostKind.DOMAIN, ascii);
  }

  private static Host opaque(String text, int from, int to) {
    if (from == to) {
      return Host.EMPTY;
    }
    for (int i = from; i < to; i++) {
      if (CodePoints.is(text.charAt(i), CodePoints.FORBIDDEN_HOST)) {
        return Host.invalid("host-invalid-code-point");
      }
    }
    StringBuilder out = new StringBuilder(to - from);
    PercentEncoding.encode(text, from, to, PercentEncodeSet.C0_CONTROL, out);
    return new Host(HostKind.OPAQUE, out.toString());
  }
}
