package dev.valence.net.internal.proxy;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * A block of addresses such as {@code 10.0.0.0/8} or {@code fd00::/8} (RFC 4632, RFC 4291 §2.3;
 * Chromium's {@code ParseCIDRBlock}). IPv4 compares with IPv6 as mapped into it. Immutable.
 */
final class AddressBlock {
  private final byte[] prefix;
  private final int bits;

  private AddressBlock(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /** Null when it is none. IPv6 may stand in brackets. */
  static @Nullable AddressBlock tryParse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return null;
    }
    byte[] address = bytes(text.substring(0, slash));
    String digits = text.substring(slash + 1);
    if (address == null || digits.isEmpty() || digits.length() > 3) {
      return null;
    }
    int bits = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      bits = bits * 10 + digit;
    }
    return bits > address.length * 8 ? null : new AddressBlock(address, bits);
  }

  /** Whether the literal (IPv6 with or without brackets) lies within. */
  boolean contains(String literal) {
    byte[] address = bytes(literal);
    if (address == null) {
      return false;
    }
    if (address.length == prefix.length) {
      return samePrefix(address, prefix, bits);
    }
    int wide = prefix.length == 4 ? bits + 96 : bits;
    return samePrefix(mapped(address), mapped(prefix), wide);
  }

  private static boolean samePrefix(byte[] a, byte[] b, int bits) {
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (a[i] != b[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) & 0xff) >>> (8 - rest) == 0;
  }

  private static byte[] mapped(byte[] address) {
    if (address.length == 16) {
      return address;
    }
    byte[] wide = new byte[16];
    wide[10] = (byte) 0xff;
    wide[11] = (byte) 0xff;
    System.arraycopy(address, 0, wide, 12, 4);
    return wide;
  }

  /** 4 or 16 bytes; null when it is no literal. */
  static byte @Nullable [] bytes(String literal) {
    String bare =
        literal.startsWith("[") && literal.endsWith("]")
            ? literal.substring(1, literal.length() - 1)
            : literal;
    if (bare.indexOf('%') >= 0) {
      return null;
    }
    return NetUtil.isValidIpV4Address(bare) || NetUtil.isValidIpV6Address(bare)
        ? NetUtil.createByteArrayFromIpAddressString(bare)
        : null;
  }
}
