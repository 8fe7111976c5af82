package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a connection asks for: host and port in, socket addresses in the order to try them out. Host
 * rules come first, then the look-up, then the order of {@link AddressOrder}.
 */
public final class EndpointResolver {
  private final HostRules rules;
  private final HostResolver resolver;

  public EndpointResolver(HostRules rules, HostResolver resolver) {
    this.rules = rules;
    this.resolver = resolver;
  }

  /**
   * Finds where to connect. Never blocks; threads, failures and cancelling as in {@link
   * HostResolver#resolve}.
   *
   * @param host a name or IP literal, as a URL serialises it
   * @param port 0 to 65535; a host rule may replace it
   */
  public CompletableFuture<List<InetSocketAddress>> resolve(String host, int port) {
    HostRules.Target target = rules.apply(host, port);
    if (target.notFound()) {
      return CompletableFuture.failedFuture(
          new NetException(
              NetError.NAME_NOT_RESOLVED, "a host rule says that " + host + " is not found", null));
    }
    CompletableFuture<List<InetAddress>> lookup = resolver.resolve(target.host());
    CompletableFuture<List<InetSocketAddress>> endpoints = new CompletableFuture<>();
    lookup.whenComplete(
        (addresses, failure) -> {
          if (failure != null) {
            endpoints.completeExceptionally(failure);
          } else {
            endpoints.complete(socketAddresses(addresses, target.port()));
          }
        });
    if (!endpoints.isDone()) {
      endpoints.whenComplete(
          (result, failure) -> {
            if (endpoints.isCancelled()) {
              lookup.cancel(false);
            }
          });
    }
    return endpoints;
  }

  private static List<InetSocketAddress> socketAddresses(List<InetAddress> addresses, int port) {
    return AddressOrder.interleave(addresses).stream()
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }
}
