package dev.valence.net.internal.exchange;

import dev.valence.net.NetException;

/** One request on one connection. */
public interface Exchange {
  /** Ends it: the listener, or the sink of the body, hears of the reason, unless it is over. */
  void cancel(NetException reason);
}
