package dev.valence.net.internal.pool;

import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.internal.exchange.HttpConnection;

/**
 * Waits for a connection. Exactly one of the two answers comes, on the network thread, unless it
 * stops waiting.
 */
public interface ConnectionWaiter {
  RequestPriority priority();

  Timeouts timeouts();

  /** Whether only a connection will do on which nobody has logged in. */
  default boolean wantsAnonymous() {
    return false;
  }

  /** Comes just before {@link #onConnection}. */
  default void onLease(ConnectionLease lease) {}

  /** A connection that is available now: the waiter starts its exchange before it returns. */
  void onConnection(HttpConnection connection);

  void onConnectionFailed(NetException error);
}
