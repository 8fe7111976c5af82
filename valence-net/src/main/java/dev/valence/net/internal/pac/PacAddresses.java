package dev.valence.net.internal.pac;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arithmetic of addresses in PAC functions. Pure functions over literals. */
final class PacAddresses {
  private PacAddresses() {}

  /** 4 or 16 bytes; null when the text is no literal. */
  static byte @Nullable [] bytes(String literal) {
    if (literal.indexOf('%') >= 0 || literal.startsWith("[")) {
      return null;
    }
    return NetUtil.isValidIpV4Address(literal) || NetUtil.isValidIpV6Address(literal)
        ? NetUtil.createByteArrayFromIpAddressString(literal)
        : null;
  }

  static boolean isIpv4(String text) {
    return NetUtil.isValidIpV4Address(text);
  }

  /** {@code convert_addr}: the signed number of a dotted address; 0 for anything else. */
  static int convert(String address) {
    byte[] bytes = isIpv4(address) ? bytes(address) : null;
    return bytes == null
        ? 0
        : (bytes[0] & 0xff) << 24
            | (bytes[1] & 0xff) << 16
            | (bytes[2] & 0xff) << 8
            | (bytes[3] & 0xff);
  }

  /** {@code isInNet} for an address: whether it agrees with the pattern where the mask is set. */
  static boolean isInNet(String address, String pattern, String mask) {
    if (!isIpv4(pattern) || !isIpv4(mask)) {
      return false;
    }
    return (convert(address) & convert(mask)) == (convert(pattern) & convert(mask));
  }

  /**
   * {@code isInNetEx} for an address and a block such as {@code 3ffe::/16}; families must agree.
   */
  static boolean isInNetEx(String address, String block) {
    int slash = block.indexOf('/');
    byte[] wanted = slash < 0 ? null : bytes(block.substring(0, slash));
    byte[] given = bytes(address);
    if (wanted == null || given == null || wanted.length != given.length) {
      return false;
    }
    int bits;
    try {
      bits = Integer.parseInt(block.substring(slash + 1));
    } catch (NumberFormatException e) {
      return false;
    }
    if (bits < 0 || bits > wanted.length * 8) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((wanted[bit / 8] & mask) != (given[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@code sortIpAddressList}: IPv6 before IPv4, each in ascending order, with {@code ;} between.
   *
   * @return null when one of them is no literal or there is none
   */
  static @Nullable String sort(String list) {
    List<String> literals = new ArrayList<>();
    for (String each : list.split(";", -1)) {
      String literal = each.strip();
      if (literal.isEmpty()) {
        continue;
      }
      if (bytes(literal) == null) {
        return null;
      }
      literals.add(literal);
    }
    if (literals.isEmpty()) {
      return null;
    }
    literals.sort(PacAddresses::compare);
    return String.join(";", literals);
  }

  private static int compare(String left, String right) {
    byte[] a = bytes(left);
    byte[] b = bytes(right);
    if (a == null || b == null || a.length != b.length) {
      return Integer.compare(b == null ? 0 : b.length, a == null ? 0 : a.length);
    }
    return Arrays.compareUnsigned(a, b);
  }
}
