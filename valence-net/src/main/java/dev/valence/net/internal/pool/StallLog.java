package dev.valence.net.internal.pool;

import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.netlog.SocketRecord;

/** What the net log hears of requests for which no connection can be made now. */
final class StallLog {
  private StallLog() {}

  /** The session, or the proxy on the way, has all connections it may have. */
  static void allSocketsTaken(ConnectionWaiter waiter) {
    tell(waiter, NetLogEventType.SOCKET_POOL_STALLED_MAX_SOCKETS);
  }

  /** The host has all connections it may have. */
  static void groupsSocketsTaken(ConnectionWaiter waiter) {
    tell(waiter, NetLogEventType.SOCKET_POOL_STALLED_MAX_SOCKETS_PER_GROUP);
  }

  private static void tell(ConnectionWaiter waiter, NetLogEventType type) {
    NetLogWithSource log = waiter.netLog();
    if (log != null) {
      log.event(type);
    }
  }

  /**
   * The server allows no further stream on the connection. The session tells, as in Chromium; there
   * the request waits, here another connection is made.
   */
  static void allStreamsTaken(ConnectionWaiter waiter, PooledConnection shared) {
    NetLogWithSource log = waiter.netLog();
    SocketRecord socket = SocketRecord.of(shared.channel());
    NetLogWithSource session = socket == null ? null : socket.session();
    if (log != null && session != null) {
      session.event(
          NetLogEventType.HTTP2_SESSION_STALLED_MAX_STREAMS,
          fields ->
              fields
                  .put("num_active_streams", shared.connection().activeExchanges())
                  .put("source_dependency", log.source()));
    }
  }
}
