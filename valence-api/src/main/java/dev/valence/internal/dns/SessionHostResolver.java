package dev.valence.internal.dns;

import dev.valence.net.dns.HostResolver;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedHost;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The resolver of a session's network, its results completed on workers. */
public final class SessionHostResolver {
  private final HostResolver resolver;
  private final Executor workers;

  public SessionHostResolver(HostResolver resolver, Executor workers) {
    this.resolver = resolver;
    this.workers = workers;
  }

  public CompletableFuture<ResolvedHost> resolve(String host, ResolveHostOptions options) {
    CompletableFuture<ResolvedHost> lookup = resolver.resolve(host, options);
    CompletableFuture<ResolvedHost> result = new CompletableFuture<>();
    lookup.whenCompleteAsync(
        (found, failure) -> {
          if (failure == null) {
            result.complete(found);
          } else {
            result.completeExceptionally(failure);
          }
        },
        workers);
    result.whenComplete(
        (found, failure) -> {
          if (result.isCancelled()) {
            lookup.cancel(false);
          }
        });
    return result;
  }

  public CompletableFuture<Void> clearCache() {
    return resolver.clearCache().thenApplyAsync(done -> done, workers);
  }

  public CompletableFuture<Void> configure(HostResolverConfig config) {
    return resolver.configure(config).thenApplyAsync(done -> done, workers);
  }
}
