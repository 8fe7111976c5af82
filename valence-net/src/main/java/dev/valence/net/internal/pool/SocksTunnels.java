package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.dns.EndpointResolver;
import dev.valence.net.internal.dns.EndpointUse;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.tunnel.Socks4Tunnel;
import dev.valence.net.internal.tunnel.Socks5Tunnel;
import dev.valence.net.internal.tunnel.Tunnel;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyScheme;
import io.netty.channel.Channel;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tunnels of SOCKS proxies: gets the user, and for SOCKS 4 the address, beforehand.
 * Confined to the network thread.
 */
final class SocksTunnels {
  private SocksTunnels() {}

  /** Fails only where SOCKS 4 finds no IPv4 address of the origin. */
  static CompletableFuture<Tunnel> make(
      Channel channel,
      PoolKey key,
      EndpointResolver resolver,
      SocksLogin login,
      Duration limit,
      NetLogWithSource log,
      Tunnel.Outcome outcome) {
    CompletableFuture<Tunnel> made = new CompletableFuture<>();
    login.credentials(
        key.proxy(),
        user -> {
          ProxyScheme scheme = key.proxy().scheme();
          String host = key.bareHost();
          if (scheme == ProxyScheme.SOCKS5) {
            made.complete(
                new Socks5Tunnel(
                    channel, key.proxy(), host, key.port(), user, limit, log, outcome));
          } else if (scheme == ProxyScheme.SOCKS4A) {
            made.complete(
                new Socks4Tunnel(
                    channel, key.proxy(), host, key.port(), user, limit, log, outcome));
          } else {
            resolver
                .resolve(host, key.port(), EndpointUse.ADDRESSES)
                .whenComplete(
                    (endpoints, failure) -> {
                      InetSocketAddress ipv4 =
                          endpoints == null ? null : firstIpv4(endpoints.addresses());
                      if (ipv4 == null) {
                        made.completeExceptionally(noIpv4(key, failure));
                      } else {
                        made.complete(socks4(channel, key, ipv4, user, limit, log, outcome));
                      }
                    });
          }
        });
    return made;
  }

  private static Tunnel socks4(
      Channel channel,
      PoolKey key,
      InetSocketAddress origin,
      @Nullable ProxyCredentials user,
      Duration limit,
      NetLogWithSource log,
      Tunnel.Outcome outcome) {
    return new Socks4Tunnel(
        channel,
        key.proxy(),
        origin.getAddress().getHostAddress(),
        origin.getPort(),
        user,
        limit,
        log,
        outcome);
  }

  private static @Nullable InetSocketAddress firstIpv4(List<InetSocketAddress> addresses) {
    for (InetSocketAddress each : addresses) {
      if (each.getAddress() instanceof Inet4Address) {
        return each;
      }
    }
    return null;
  }

  private static NetException noIpv4(PoolKey key, @Nullable Throwable failure) {
    return new NetException(
        NetError.NAME_NOT_RESOLVED,
        "SOCKS 4 needs an IPv4 address, and "
            + key.bareHost()
            + " has none here; socks4a and socks5 proxies look names up themselves",
        failure);
  }
}
