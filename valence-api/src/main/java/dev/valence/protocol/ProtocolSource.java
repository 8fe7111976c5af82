package dev.valence.protocol;

import java.util.List;

/**
 * Files that answer a scheme, for {@link Protocol#registerSource}. Of the routes that match a URL,
 * one with a host wins over one without, then the longest path wins.
 *
 * @param routes at least one
 */
public record ProtocolSource(List<ProtocolRoute> routes) {
  /**
   * @throws IllegalArgumentException when there are no routes
   */
  public ProtocolSource {
    routes = List.copyOf(routes);
    if (routes.isEmpty()) {
      throw new IllegalArgumentException("routes: there must be at least one");
    }
  }

  /** A source of these routes. */
  public static ProtocolSource of(ProtocolRoute... routes) {
    return new ProtocolSource(List.of(routes));
  }
}
