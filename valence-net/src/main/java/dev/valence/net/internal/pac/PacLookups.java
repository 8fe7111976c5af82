package dev.valence.net.internal.pac;

import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The look-ups of one evaluation: each name once, at most twenty, within a limit of time. Blocks;
 * confined to the script's thread.
 */
final class PacLookups {
  private static final int LONGEST_NAME = 255;

  private final PacDns dns;
  private final Map<String, List<InetAddress>> known = new HashMap<>();
  private long nanosLeft;
  private long nanosSpent;

  PacLookups(PacDns dns, Duration limit) {
    this.dns = dns;
    this.nanosLeft = limit.toNanos();
  }

  /** How long look-ups have taken. */
  long nanosSpent() {
    return nanosSpent;
  }

  /** The addresses of a name or literal; empty where there are none or a limit is reached. */
  List<InetAddress> resolve(String host) {
    List<InetAddress> before = known.get(host);
    if (before != null) {
      return before;
    }
    if (host.isEmpty() || host.length() > LONGEST_NAME || known.size() >= PacLimits.MAX_LOOKUPS) {
      return List.of();
    }
    List<InetAddress> found = ask(host);
    known.put(host, found);
    return found;
  }

  private List<InetAddress> ask(String host) {
    long start = System.nanoTime();
    CompletableFuture<List<InetAddress>> lookup = dns.resolve(host);
    try {
      return lookup.get(Math.max(0, nanosLeft), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      lookup.cancel(false);
      long spent = System.nanoTime() - start;
      nanosLeft -= spent;
      nanosSpent += spent;
    }
  }

  /** {@code dnsResolve}: the first IPv4 address; null where there is none. */
  @Nullable String ipv4(String host) {
    for (InetAddress address : resolve(host)) {
      if (address instanceof Inet4Address) {
        return address.getHostAddress();
      }
    }
    return null;
  }

  /** {@code dnsResolveEx}: all addresses with {@code ;} between; "" where there are none. */
  String all(String host) {
    return join(resolve(host));
  }

  private static String join(List<InetAddress> addresses) {
    List<String> literals = new ArrayList<>();
    for (InetAddress address : addresses) {
      literals.add(literal(address));
    }
    return String.join(";", literals);
  }

  private static String literal(InetAddress address) {
    String text = io.netty.util.NetUtil.toAddressString(address);
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /**
   * {@code myIpAddress}: where packets to the internet would leave; 127.0.0.1 without a network.
   */
  static String ownAddress() {
    InetAddress address = outgoing("8.8.8.8");
    return address == null ? "127.0.0.1" : literal(address);
  }

  /** {@code myIpAddressEx}: the same for both families; "" without a network. */
  static String ownAddresses() {
    List<InetAddress> addresses = new ArrayList<>();
    for (String far : new String[] {"2001:4860:4860::8888", "8.8.8.8"}) {
      InetAddress address = outgoing(far);
      if (address != null) {
        addresses.add(address);
      }
    }
    return join(addresses);
  }

  /** Asks the routing table; connecting a datagram socket sends nothing. */
  private static @Nullable InetAddress outgoing(String far) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(far, 53));
      InetAddress own = socket.getLocalAddress();
      boolean usable =
          own != null
              && !own.isAnyLocalAddress()
              && !own.isLoopbackAddress()
              && !own.isLinkLocalAddress();
      return usable ? own : null;
    } catch (SocketException | java.io.UncheckedIOException e) {
      return null;
    }
  }
}
