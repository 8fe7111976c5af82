package dev.valence.net.dns;

import java.util.concurrent.CompletableFuture;

/** Finds the addresses of hosts, for one session. Any thread. */
public interface HostResolver {
  /**
   * Looks a host up.
   *
   * <p>Host rules come first, then IP literals and {@code localhost}, then the cache, then the
   * source.
   *
   * @param host a name or an IP literal (IPv6 with or without brackets)
   * @return fails with a {@link dev.valence.net.NetException} of {@code NAME_NOT_RESOLVED} where
   *     there is no address; its detail tells why, and its cause names the error behind it, as
   *     Chromium's {@code ResolveErrorInfo} does. May complete on the network thread. Cancelling it
   *     gives the wait up.
   */
  CompletableFuture<ResolvedHost> resolve(String host, ResolveHostOptions options);

  /**
   * Forgets every answer. Look-ups on their way still answer those who wait, but are not kept.
   *
   * @return done when that has happened
   */
  CompletableFuture<Void> clearCache();

  /**
   * Works by this configuration from now on; the cache is cleared. Look-ups on their way finish by
   * the one before; connections stay.
   *
   * @return done when that has happened
   */
  CompletableFuture<Void> configure(HostResolverConfig config);

  /** What it works by. */
  HostResolverConfig config();
}
