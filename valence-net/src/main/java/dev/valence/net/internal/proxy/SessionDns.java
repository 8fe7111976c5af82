package dev.valence.net.internal.proxy;

import dev.valence.net.dns.HostResolver;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedHost;
import dev.valence.net.internal.dns.LocalNames;
import dev.valence.net.internal.pac.PacDns;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The look-ups of scripts: those of the session, with its rules, its cache and its settings. */
public record SessionDns(HostResolver resolver) implements PacDns {
  @Override
  public CompletableFuture<List<InetAddress>> resolve(String host) {
    CompletableFuture<ResolvedHost> lookup = resolver.resolve(host, ResolveHostOptions.defaults());
    CompletableFuture<List<InetAddress>> addresses =
        lookup.thenApply(
            found ->
                found.endpoints().stream()
                    .map(endpoint -> LocalNames.literal(endpoint.address()))
                    .filter(Objects::nonNull)
                    .toList());
    addresses.whenComplete(
        (result, failure) -> {
          if (addresses.isCancelled()) {
            lookup.cancel(false);
          }
        });
    return addresses;
  }
}
