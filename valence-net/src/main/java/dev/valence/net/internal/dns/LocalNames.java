package dev.valence.net.internal.dns;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that need no look-up: IP literals, and {@code localhost} with all names below it (RFC
 * 6761 §6.3; Chromium's {@code ResolveLocalHostname}). A pure function.
 */
public final class LocalNames {
  private static final InetAddress IPV4_LOOPBACK = address(new byte[] {127, 0, 0, 1});
  private static final InetAddress IPV6_LOOPBACK =
      address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  // IPv4 first: most local servers listen there, and behaviour N227 asks for it.
  private static final List<InetAddress> LOOPBACK = List.of(IPV4_LOOPBACK, IPV6_LOOPBACK);

  private LocalNames() {}

  /** The addresses of a literal or a local name, or null where a look-up is needed. */
  public static @Nullable List<InetAddress> resolve(String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return List.of(literal);
    }
    return isLocalhost(host) ? LOOPBACK : null;
  }

  /** The address an IPv4 or IPv6 literal (brackets optional) stands for, or null for a name. */
  public static @Nullable InetAddress literal(String host) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    return bytes == null ? null : address(bytes);
  }

  /** An IPv6 address in the short form of RFC 5952, with its zone where it has one. */
  public static String text(Inet6Address address) {
    String text = NetUtil.toAddressString(address);
    String full = String.valueOf(address.getHostAddress());
    int zone = full.indexOf('%');
    return zone < 0 ? text : text + full.substring(zone);
  }

  /** Where a resolver without settings looks for a name server (resolv.conf(5)). */
  public static InetAddress loopback() {
    return IPV4_LOOPBACK;
  }

  /** Whether this is {@code localhost} or a name below it, with or without a trailing dot. */
  public static boolean isLocalhost(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    name = name.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost");
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has 4 or 16 bytes, not " + bytes.length, e);
    }
  }
}
