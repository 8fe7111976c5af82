package dev.valence.net.internal.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the addresses of a host. Safe to call from any thread, an event loop included: it never
 * blocks.
 */
public interface HostResolver {
  /**
   * Looks a host up.
   *
   * <p>The future may be complete on return (literals, local names, cached answers); otherwise it
   * completes on a thread of the resolver, so a caller on an event loop hops back by itself. It
   * holds at least one address, in the resolver's order of preference, or fails with a {@link
   * dev.valence.net.NetException} of {@code NAME_NOT_RESOLVED}. Cancelling it gives the wait up; a
   * look-up that nobody waits for any more is not begun.
   *
   * @param host a name or an IP literal (IPv6 with or without brackets), as a URL serialises it
   */
  CompletableFuture<List<InetAddress>> resolve(String host);
}
