package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.tunnel.Leg;
import dev.valence.net.internal.tunnel.TunnelLogin;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one host and the requests that wait for one. HTTP/1.1: up to the limit per
 * host, the one used last is taken first. HTTP/2: one, shared.
 */
final class PoolGroup implements ConnectJob.Outcome {
  private enum Protocol {
    UNKNOWN,
    HTTP_1_1,
    HTTP_2
  }

  private final ConnectionPool pool;
  private final PoolKey key;
  private final WaitingLine waiting = new WaitingLine();
  private final ArrayDeque<PooledConnection> idle = new ArrayDeque<>();
  private final Set<PooledConnection> open = new HashSet<>();
  private final List<ConnectJob> jobs = new ArrayList<>();
  private final List<Runnable> preconnects = new ArrayList<>();
  private @Nullable PooledConnection multiplexed;
  private Protocol protocol;
  private boolean http11Only;
  private boolean retired;

  PoolGroup(ConnectionPool pool, PoolKey key) {
    this.pool = pool;
    this.key = key;
    this.protocol = firstGuess();
  }

  PoolKey key() {
    return key;
  }

  @Nullable PooledConnection multiplexed() {
    return multiplexed;
  }

  boolean isEmpty() {
    return open.isEmpty() && jobs.isEmpty() && waiting.isEmpty() && multiplexed == null;
  }

  void acquire(ConnectionWaiter waiter) {
    PooledConnection ready = waiting.isEmpty() ? takeReady(waiter) : null;
    if (ready != null) {
      use(ready, waiter);
      return;
    }
    waiting.add(waiter);
    connectWhereNeeded();
    if (pool.connector().netLog().isCapturing()) {
      tellStall(waiter);
    }
  }

  /** Tells the net log what keeps this waiter from a connection, but for one on its way. */
  private void tellStall(ConnectionWaiter waiter) {
    PooledConnection shared = multiplexed;
    if (shared != null) {
      StallLog.allStreamsTaken(waiter, shared);
    }
    if (jobs.size() >= waiting.size()) {
      return;
    }
    if (mayConnect()) {
      StallLog.allSocketsTaken(waiter);
    } else if (protocol == Protocol.HTTP_1_1 || jobs.isEmpty()) {
      StallLog.groupsSocketsTaken(waiter);
    }
  }

  void forEachChannel(Consumer<Channel> action) {
    open.forEach(connection -> action.accept(connection.channel()));
  }

  void stopWaiting(ConnectionWaiter waiter) {
    waiting.remove(waiter);
    if (key.tunnel() && !jobs.isEmpty()) {
      dropJobsOf(waiter);
    }
  }

  /**
   * What waits for this waiter's login would wait for ever; others get a connection of their own.
   */
  private void dropJobsOf(ConnectionWaiter waiter) {
    TunnelLogin login = waiter.tunnelLogin(key.proxy());
    if (login != null && jobs.removeIf(job -> cancelIfAwaiting(job, login))) {
      connectWhereNeeded();
      finishPreconnects();
    }
  }

  private boolean cancelIfAwaiting(ConnectJob job, TunnelLogin login) {
    if (!job.awaits(login)) {
      return false;
    }
    job.cancel();
    pool.givePlaceBack(key);
    return true;
  }

  @Override
  public @Nullable TunnelLogin login() {
    ConnectionWaiter first = waiting.first();
    return first == null ? null : first.tunnelLogin(key.proxy());
  }

  void preconnect(int wanted, Timeouts timeouts, Runnable done) {
    int standing = multiplexed != null ? wanted : idle.size() + jobs.size();
    int most = protocol == Protocol.HTTP_1_1 ? wanted : 1;
    for (int i = standing; i < most && isBelowHostLimit() && startJob(timeouts); i++) {}
    if (jobs.isEmpty()) {
      done.run();
    } else if (protocol == Protocol.UNKNOWN && wanted > 1) {
      // The first connection tells whether more are of use; none came, none of them would.
      preconnects.add(
          () -> {
            if (protocol == Protocol.UNKNOWN) {
              done.run();
            } else {
              preconnect(wanted, timeouts, done);
            }
          });
    } else {
      preconnects.add(done);
    }
  }

  /** Gives the shared connection to a WebSocket, where it takes one now. */
  boolean takeAlong(ConnectionWaiter waiter) {
    PooledConnection shared = multiplexed;
    if (shared == null
        || !shared.connection().takesWebSockets()
        || !shared.connection().isAvailable()) {
      return false;
    }
    use(shared, waiter);
    return true;
  }

  boolean isHttp11Only() {
    return http11Only;
  }

  void useHttp11Only() {
    http11Only = true;
    protocol = Protocol.HTTP_1_1;
    multiplexed = null;
  }

  void connectWhereNeeded() {
    while (jobs.size() < waiting.size() && mayConnect()) {
      ConnectionWaiter first = waiting.first();
      if (first == null || !startJob(first.timeouts())) {
        return;
      }
    }
  }

  private boolean mayConnect() {
    return switch (protocol) {
      case HTTP_1_1 -> isBelowHostLimit();
      // One handshake tells which protocol it is; HTTP/2 needs no second connection.
      case UNKNOWN -> jobs.isEmpty() && open.size() < pool.limits().perHost();
      case HTTP_2 ->
          jobs.isEmpty() && (multiplexed == null || !multiplexed.connection().isAvailable());
    };
  }

  private boolean isBelowHostLimit() {
    return open.size() + jobs.size() < pool.limits().perHost();
  }

  private boolean startJob(Timeouts timeouts) {
    if (!pool.takePlace(this)) {
      return false;
    }
    boolean offerHttp2 = !http11Only && pool.connector().offersHttp2(key);
    ConnectJob job = new ConnectJob(pool.connector(), key, offerHttp2, timeouts, this);
    jobs.add(job);
    job.start();
    return true;
  }

  @Override
  public boolean onResolved(ConnectJob job, List<InetSocketAddress> addresses) {
    PooledConnection shareable = pool.findShareable(key, addresses);
    if (shareable == null) {
      return false;
    }
    jobs.remove(job);
    pool.givePlaceBack(key);
    adopt(shareable);
    connectWhereNeeded();
    finishPreconnects();
    return true;
  }

  @Override
  public void onConnected(ConnectJob job, HttpConnection connection, Channel channel) {
    jobs.remove(job);
    PooledConnection pooled = new PooledConnection(connection, channel, this);
    open.add(pooled);
    connection.owner(pooled);
    if (pooled.isMultiplexed()) {
      adopt(pooled);
    } else {
      protocol = Protocol.HTTP_1_1;
      release(pooled);
    }
    connectWhereNeeded();
    finishPreconnects();
  }

  @Override
  public void onFailed(ConnectJob job, NetException error, Leg leg) {
    jobs.remove(job);
    pool.givePlaceBack(key);
    if (open.isEmpty() && jobs.isEmpty()) {
      // Nothing is left that could serve those who wait.
      for (ConnectionWaiter waiter : waiting.takeAll()) {
        waiter.onConnectionFailed(error, leg);
      }
    } else {
      ConnectionWaiter waiter = waiting.size() > jobs.size() ? waiting.take() : null;
      if (waiter != null) {
        waiter.onConnectionFailed(error, leg);
      }
    }
    connectWhereNeeded();
    finishPreconnects();
  }

  void onAvailable(PooledConnection connection) {
    if (connection.isMultiplexed()) {
      serve(connection);
      if (connection.connection().activeExchanges() == 0) {
        connection.markIdle();
        pool.onIdle();
        if (retired) {
          closeUnusedMultiplexed();
        }
      }
    } else {
      release(connection);
    }
  }

  void onRetired(PooledConnection connection, boolean owns) {
    idle.remove(connection);
    if (open.remove(connection) && owns) {
      pool.givePlaceBack(key);
    }
    if (multiplexed == connection) {
      multiplexed = null;
      if (!waiting.isEmpty()) {
        // The waiters get another connection, but not inside the call that broke this one.
        pool.loop().execute(this::connectWhereNeeded);
      }
    } else {
      pool.loop().execute(this::connectWhereNeeded);
    }
  }

  void closeAll(NetException reason) {
    for (ConnectJob job : new ArrayList<>(jobs)) {
      job.cancel();
      pool.givePlaceBack(key);
    }
    jobs.clear();
    List<ConnectionWaiter> given = waiting.takeAll();
    for (PooledConnection connection : new ArrayList<>(open)) {
      connection.connection().close(reason);
    }
    for (ConnectionWaiter waiter : given) {
      waiter.onConnectionFailed(reason, Leg.ORIGIN);
    }
    finishPreconnects();
  }

  /** No new request comes: connections end when nothing runs on them. */
  void retire() {
    retired = true;
    NetException reason = new NetException(NetError.CONNECTION_CLOSED);
    closeIdle(reason);
    closeUnusedMultiplexed();
  }

  private void closeUnusedMultiplexed() {
    PooledConnection shared = multiplexed;
    if (shared != null && waiting.isEmpty() && shared.connection().activeExchanges() == 0) {
      shared.connection().close(new NetException(NetError.CONNECTION_CLOSED));
    }
  }

  void closeIdle(NetException reason) {
    for (PooledConnection connection : new ArrayList<>(idle)) {
      connection.connection().close(reason);
    }
  }

  boolean closeOldestIdle() {
    PooledConnection oldest = idle.peekFirst();
    if (oldest == null && multiplexed != null && multiplexed.connection().activeExchanges() == 0) {
      oldest = multiplexed;
    }
    if (oldest == null) {
      return false;
    }
    oldest.connection().close(new NetException(NetError.CONNECTION_CLOSED));
    return true;
  }

  /** Closes what was idle too long; tells whether something idle is left. */
  boolean closeIdleSince(long now) {
    long idleNanos = pool.limits().idle().toNanos();
    long unusedNanos = pool.limits().unusedIdle().toNanos();
    for (PooledConnection connection : new ArrayList<>(open)) {
      if (connection.isIdleLongerThan(now, idleNanos, unusedNanos)) {
        connection.connection().close(new NetException(NetError.CONNECTION_CLOSED));
      }
    }
    return !open.isEmpty();
  }

  private @Nullable PooledConnection takeReady(ConnectionWaiter waiter) {
    PooledConnection shared = multiplexed;
    if (shared != null) {
      return shared.connection().isAvailable() ? shared : null;
    }
    if (waiter.wantsAnonymous()) {
      closeLoggedIn(waiter);
    }
    for (PooledConnection last = idle.pollLast(); last != null; last = idle.pollLast()) {
      if (last.connection().isAvailable()) {
        return last;
      }
    }
    return null;
  }

  /** Idle connections that would not do for this waiter make room for one that does. */
  private void closeLoggedIn(ConnectionWaiter waiter) {
    for (PooledConnection connection : new ArrayList<>(idle)) {
      if (!connection.suits(waiter)) {
        connection.connection().close(new NetException(NetError.CONNECTION_CLOSED));
      }
    }
  }

  /** Logins on connections are forgotten: they serve nobody any more. */
  void forgetLogins() {
    for (PooledConnection connection : new ArrayList<>(open)) {
      connection.forgetLogin();
    }
  }

  private void adopt(PooledConnection connection) {
    protocol = Protocol.HTTP_2;
    connection.shareWith(this);
    multiplexed = connection;
    serve(connection);
    if (connection.connection().activeExchanges() == 0) {
      pool.onIdle();
      if (retired) {
        closeUnusedMultiplexed();
      }
    }
  }

  private void serve(PooledConnection connection) {
    while (!waiting.isEmpty() && connection.connection().isAvailable()) {
      ConnectionWaiter waiter = waiting.take();
      if (waiter != null) {
        use(connection, waiter);
      }
    }
  }

  private void release(PooledConnection connection) {
    if (connection.isKept()) {
      connection.markIdle();
      pool.onIdle();
      return;
    }
    ConnectionWaiter first = waiting.first();
    if (connection.isForgotten() || (first != null && !connection.suits(first))) {
      // Its end lets those who wait have another one.
      connection.connection().close(new NetException(NetError.CONNECTION_CLOSED));
      return;
    }
    ConnectionWaiter waiter = waiting.take();
    if (waiter != null) {
      use(connection, waiter);
    } else if (retired) {
      connection.connection().close(new NetException(NetError.CONNECTION_CLOSED));
    } else {
      connection.markIdle();
      idle.addLast(connection);
      pool.onIdle();
    }
  }

  void use(PooledConnection connection, ConnectionWaiter waiter) {
    connection.markUsed();
    waiter.onLease(connection);
    waiter.onConnection(connection.connection());
    if (key.tunnel() && !jobs.isEmpty()) {
      dropJobsOf(waiter);
    }
  }

  private void finishPreconnects() {
    if (jobs.isEmpty() && !preconnects.isEmpty()) {
      List<Runnable> done = List.copyOf(preconnects);
      preconnects.clear();
      done.forEach(Runnable::run);
    }
  }

  private Protocol firstGuess() {
    return pool.connector().offersHttp2(key) ? Protocol.UNKNOWN : Protocol.HTTP_1_1;
  }
}
