package dev.valence.net.interception;

import org.jspecify.annotations.Nullable;

/** Says who watches the requests of a network context. */
@FunctionalInterface
public interface InterceptionSource {
  /**
   * A request begins, or goes on to another URL unwatched. Called on the network thread; must be
   * quick and not throw.
   *
   * @param request valid until the request is over
   * @return what watches it from now on, over all its hops; null for nothing
   */
  @Nullable Interception open(InterceptedRequest request);
}
