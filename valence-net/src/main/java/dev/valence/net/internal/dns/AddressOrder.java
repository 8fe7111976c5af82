package dev.valence.net.internal.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which to try the addresses of a host (RFC 8305 §4 with a First Address Family Count
 * of 1). A pure function.
 */
public final class AddressOrder {
  private AddressOrder() {}

  /**
   * IPv6 and IPv4 by turns, IPv6 first; the order within each family stays. Loopback addresses
   * alone start with IPv4, where local servers usually listen.
   */
  public static List<InetAddress> interleave(List<InetAddress> addresses) {
    List<InetAddress> ipv6 = new ArrayList<>();
    List<InetAddress> ipv4 = new ArrayList<>();
    boolean loopbackOnly = true;
    for (InetAddress address : addresses) {
      (address instanceof Inet6Address ? ipv6 : ipv4).add(address);
      loopbackOnly &= address.isLoopbackAddress();
    }
    if (ipv6.isEmpty() || ipv4.isEmpty()) {
      return List.copyOf(addresses);
    }
    List<InetAddress> first = loopbackOnly ? ipv4 : ipv6;
    List<InetAddress> second = loopbackOnly ? ipv6 : ipv4;
    List<InetAddress> order = new ArrayList<>(addresses.size());
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i < first.size()) {
        order.add(first.get(i));
      }
      if (i < second.size()) {
        order.add(second.get(i));
      }
    }
    return List.copyOf(order);
  }
}
