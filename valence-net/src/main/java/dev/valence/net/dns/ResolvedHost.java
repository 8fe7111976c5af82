package dev.valence.net.dns;

import java.util.List;

/**
 * What a look-up found.
 *
 * @param endpoints the addresses, in the order in which to try them; at least one
 */
public record ResolvedHost(List<ResolvedEndpoint> endpoints) {
  public ResolvedHost {
    endpoints = List.copyOf(endpoints);
  }
}
