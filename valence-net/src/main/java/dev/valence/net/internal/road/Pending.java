package dev.valence.net.internal.road;

import dev.valence.net.NetException;

/** What a request waits for: an exchange, a body out of the cache, an answer from elsewhere. */
interface Pending {
  /**
   * The request is given up; called on the network thread, also while a delivered body flows. The
   * sink of such a body hears of the reason.
   */
  void cancel(NetException reason);
}
