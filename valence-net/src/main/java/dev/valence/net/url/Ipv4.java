package dev.valence.net.url;

/** IPv4 addresses in URLs, with their hexadecimal, octal and short forms: URL standard §3.5. */
final class Ipv4 {
  private static final long NOT_A_NUMBER = -1;

  private Ipv4() {}

  /** The "ends in a number checker": such a host is an IPv4 address or nothing. */
  static boolean endsInANumber(String host) {
    int end = host.length();
    if (end > 0 && host.charAt(end - 1) == '.') {
      end--;
    }
    int start = host.lastIndexOf('.', end - 1) + 1;
    if (start >= end) {
      return false;
    }
    boolean digits = true;
    for (int i = start; i < end && digits; i++) {
      digits = CodePoints.isDigit(host.charAt(i));
    }
    return digits || number(host, start, end) != NOT_A_NUMBER;
  }

  /** Parses a host that ends in a number. */
  static Host parse(String host) {
    int end = host.length();
    if (host.charAt(end - 1) == '.') {
      end--;
    }
    long address = 0;
    int parts = 0;
    int start = 0;
    while (true) {
      int dot = host.indexOf('.', start);
      boolean last = dot < 0 || dot >= end;
      int partEnd = last ? end : dot;
      if (parts == 4) {
        return Host.invalid("IPv4-too-many-parts");
      }
      long value = number(host, start, partEnd);
      if (value == NOT_A_NUMBER) {
        return Host.invalid("IPv4-non-numeric-part");
      }
      if (last) {
        // The last part fills all bytes that the others left.
        if (value >= 1L << (8 * (4 - parts))) {
          return Host.invalid("IPv4-out-of-range-part");
        }
        address += value;
        return new Host(HostKind.IPV4, serialise(address));
      }
      if (value > 255) {
        // A later part may be no number at all; the answer is a failure in either case.
        return Host.invalid("IPv4-out-of-range-part");
      }
      if (parts < 3) {
        address += value << (8 * (3 - parts));
      }
      parts++;
      start = partEnd + 1;
    }
  }

  /** Whether text[from, to) is an address in its serialised form, such as {@code 127.0.0.1}. */
  static boolean isCanonical(String text, int from, int to) {
    int i = from;
    for (int part = 0; part < 4; part++) {
      int start = i;
      int value = 0;
      while (i < to && i - start < 3 && CodePoints.isDigit(text.charAt(i))) {
        value = value * 10 + text.charAt(i++) - '0';
      }
      if (i == start || value > 255 || (i - start > 1 && text.charAt(start) == '0')) {
        return false;
      }
      if (part < 3 && (i >= to || text.charAt(i++) != '.')) {
        return false;
      }
    }
    return i == to;
  }

  static String serialise(long address) {
    return (address >> 24 & 0xFF)
        + "."
        + (address >> 16 & 0xFF)
        + "."
        + (address >> 8 & 0xFF)
        + "."
        + (address & 0xFF);
  }

  /** The "IPv4 number parser"; anything too large for an address becomes 2^32. */
  private static long number(String text, int from, int to) {
    if (from >= to) {
      return NOT_A_NUMBER;
    }
    int radix = 10;
    int start = from;
    if (to - from >= 2 && text.charAt(from) == '0') {
      if ((text.charAt(from + 1) | 0x20) == 'x') {
        radix = 16;
        start += 2;
      } else {
        radix = 8;
        start += 1;
      }
    }
    long value = 0;
    for (int i = start; i < to; i++) {
      int digit = CodePoints.hex(text.charAt(i));
      if (digit < 0 || digit >= radix) {
        return NOT_A_NUMBER;
      }
      value = Math.min(value * radix + digit, 1L << 32);
    }
    return value;
  }
}
