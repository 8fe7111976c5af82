package dev.valence.net.internal.pool;

import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.tunnel.Leg;
import dev.valence.net.internal.tunnel.TunnelLogin;
import dev.valence.net.proxy.ProxyServer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a connection. Exactly one of the two answers comes, on the network thread, unless it
 * stops waiting.
 */
public interface ConnectionWaiter {
  RequestPriority priority();

  Timeouts timeouts();

  /** The net log of whoever waits; null for nobody's. */
  default @Nullable NetLogWithSource netLog() {
    return null;
  }

  /** Whether only a connection will do on which nobody has logged in. */
  default boolean wantsAnonymous() {
    return false;
  }

  /** Comes just before {@link #onConnection}. */
  default void onLease(ConnectionLease lease) {}

  /**
   * Who logs in for this waiter at an HTTP proxy; null where nobody can. The same object for each
   * call with the same proxy.
   */
  @Nullable TunnelLogin tunnelLogin(ProxyServer proxy);

  /** A connection that is available now: the waiter starts its exchange before it returns. */
  void onConnection(HttpConnection connection);

  /**
   * There will be no connection.
   *
   * @param leg on which part of the way it failed
   */
  void onConnectionFailed(NetException error, Leg leg);
}
