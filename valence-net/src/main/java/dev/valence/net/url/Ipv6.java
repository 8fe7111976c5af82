package dev.valence.net.url;

import org.jspecify.annotations.Nullable;

/** IPv6 addresses in URLs: parser and serialiser of URL standard §3.5 and §3.6. */
final class Ipv6 {
  private static final int PIECES = 8;

  private Ipv6() {}

  /** Parses text[from, to), without its brackets. */
  static Host parse(String text, int from, int to) {
    int[] pieces = pieces(text, from, to);
    return pieces == null
        ? Host.invalid("IPv6-invalid")
        : new Host(HostKind.IPV6, serialise(pieces));
  }

  private static int @Nullable [] pieces(String text, int from, int to) {
    int[] address = new int[PIECES];
    int piece = 0;
    int compress = -1;
    int p = from;
    if (p < to && text.charAt(p) == ':') {
      if (p + 1 >= to || text.charAt(p + 1) != ':') {
        return null;
      }
      p += 2;
      compress = ++piece;
    }
    while (p < to) {
      if (piece == PIECES) {
        return null;
      }
      if (text.charAt(p) == ':') {
        if (compress >= 0) {
          return null;
        }
        p++;
        compress = ++piece;
        continue;
      }
      int value = 0;
      int start = p;
      while (p < to && p - start < 4 && CodePoints.hex(text.charAt(p)) >= 0) {
        value = value << 4 | CodePoints.hex(text.charAt(p++));
      }
      if (p < to && text.charAt(p) == '.') {
        if (p == start || piece > PIECES - 2 || !embeddedIpv4(text, start, to, address, piece)) {
          return null;
        }
        piece += 2;
        break;
      }
      if (p < to) {
        if (text.charAt(p) != ':' || ++p == to) {
          return null;
        }
      }
      address[piece++] = value;
    }
    if (compress >= 0) {
      // Move what follows "::" to the end; what it left is zero.
      int swaps = piece - compress;
      piece = PIECES - 1;
      while (piece != 0 && swaps > 0) {
        int other = compress + swaps - 1;
        int moved = address[other];
        address[other] = address[piece];
        address[piece] = moved;
        piece--;
        swaps--;
      }
    } else if (piece != PIECES) {
      return null;
    }
    return address;
  }

  /** The dotted form at the end, such as {@code ::ffff:192.0.2.1}: strictly four decimal bytes. */
  private static boolean embeddedIpv4(String text, int from, int to, int[] address, int piece) {
    int p = from;
    for (int seen = 0; seen < 4; seen++) {
      if (seen > 0 && (p >= to || text.charAt(p++) != '.')) {
        return false;
      }
      int start = p;
      int value = 0;
      while (p < to && CodePoints.isDigit(text.charAt(p))) {
        if (p > start && value == 0) {
          return false;
        }
        value = value * 10 + text.charAt(p++) - '0';
        if (value > 255) {
          return false;
        }
      }
      if (p == start) {
        return false;
      }
      int slot = piece + seen / 2;
      address[slot] = address[slot] << 8 | value;
    }
    return p == to;
  }

  private static String serialise(int[] pieces) {
    int compress = -1;
    int longest = 1;
    for (int i = 0; i < PIECES; i++) {
      int run = 0;
      while (i + run < PIECES && pieces[i + run] == 0) {
        run++;
      }
      if (run > longest) {
        compress = i;
        longest = run;
      }
      i += run;
    }
    StringBuilder out = new StringBuilder(41).append('[');
    for (int i = 0; i < PIECES; i++) {
      if (i == compress) {
        out.append(i == 0 ? "::" : ":");
        i += longest - 1;
        continue;
      }
      out.append(Integer.toHexString(pieces[i]));
      if (i != PIECES - 1) {
        out.append(':');
      }
    }
    return out.append(']').toString();
  }
}
