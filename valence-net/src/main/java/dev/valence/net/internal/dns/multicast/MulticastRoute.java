package dev.valence.net.internal.dns.multicast;

import dev.valence.net.internal.dns.LocalNames;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One link, and the group that listens on it (RFC 6762 §3).
 *
 * @param networkInterface the link; null for the system's choice
 * @param local what to bind to; its port is 0
 */
public record MulticastRoute(
    @Nullable NetworkInterface networkInterface, InetSocketAddress local, InetSocketAddress group) {
  private static final int PORT = 5353;
  private static final InetAddress IPV4_GROUP =
      Objects.requireNonNull(LocalNames.literal("224.0.0.251"));
  private static final int MAX_ROUTES = 16;

  /** Where the routes come from. May block. */
  @FunctionalInterface
  public interface Source {
    List<MulticastRoute> routes() throws SocketException;
  }

  /** To one address, for tests and for networks with habits of their own. */
  public static MulticastRoute to(InetSocketAddress group) {
    return new MulticastRoute(null, new InetSocketAddress(0), group);
  }

  /** Every link that is up and can multicast, the loopback one left out. */
  public static List<MulticastRoute> ofSystem() throws SocketException {
    List<MulticastRoute> routes = new ArrayList<>();
    for (NetworkInterface link : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (!link.isUp() || link.isLoopback() || !link.supportsMulticast()) {
        continue;
      }
      for (InetAddress address : Collections.list(link.getInetAddresses())) {
        MulticastRoute route = on(link, address);
        if (route != null && routes.size() < MAX_ROUTES) {
          routes.add(route);
        }
      }
    }
    return List.copyOf(routes);
  }

  private static @Nullable MulticastRoute on(NetworkInterface link, InetAddress address) {
    if (address instanceof Inet4Address) {
      return new MulticastRoute(
          link, new InetSocketAddress(address, 0), new InetSocketAddress(IPV4_GROUP, PORT));
    }
    if (address instanceof Inet6Address ipv6 && ipv6.isLinkLocalAddress()) {
      return new MulticastRoute(
          link, new InetSocketAddress(address, 0), new InetSocketAddress(ipv6Group(link), PORT));
    }
    return null;
  }

  private static InetAddress ipv6Group(NetworkInterface link) {
    byte[] group = new byte[16];
    group[0] = (byte) 0xFF;
    group[1] = 0x02;
    group[15] = (byte) 0xFB;
    try {
      return Inet6Address.getByAddress(null, group, link);
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an IPv6 address", e);
    }
  }
}
