package dev.valence.net.interception;

import dev.valence.net.NetworkRequest;
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

  /**
   * Whether somebody would want to know of a request that goes to its first URL only and needs no
   * network. Any thread; must be quick.
   */
  default boolean mayWatch(NetworkRequest request) {
    return true;
  }
}
