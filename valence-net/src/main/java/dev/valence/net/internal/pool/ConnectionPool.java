package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.PoolLimits;
import dev.valence.net.Timeouts;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one session: a group per key, a limit over all, and the sweep of idle ones.
 * Confined to the network thread.
 */
public final class ConnectionPool {
  private static final long LONGEST_SWEEP_MILLIS = 5_000;
  private static final long SHORTEST_SWEEP_MILLIS = 100;

  private final Connector connector;
  private final PoolLimits limits;
  private final long sweepMillis;
  private final Map<PoolKey, PoolGroup> groups = new HashMap<>();
  private @Nullable ScheduledFuture<?> sweep;
  private @Nullable PoolGroup lastUsed;
  private final ProxyPlaces proxyPlaces = new ProxyPlaces();
  private int connections;

  public ConnectionPool(Connector connector, PoolLimits limits) {
    this.connector = connector;
    this.limits = limits;
    long shortestIdle = Math.min(limits.idle().toMillis(), limits.unusedIdle().toMillis());
    this.sweepMillis =
        Math.max(SHORTEST_SWEEP_MILLIS, Math.min(LONGEST_SWEEP_MILLIS, shortestIdle));
  }

  /** Answers the waiter with a connection of this key, at once or later. */
  public void acquire(PoolKey key, ConnectionWaiter waiter) {
    if (!key.webSocket() || !takeAlong(key, waiter)) {
      group(key).acquire(waiter);
    }
  }

  /**
   * Lets a WebSocket travel on an HTTP/2 connection that stands, and whose server has said that it
   * takes WebSockets (RFC 8441 §3). None is made for it: whether a server would is not known
   * beforehand, so a connection of its own speaks HTTP/1.1, as Chromium's.
   */
  private boolean takeAlong(PoolKey key, ConnectionWaiter waiter) {
    PoolGroup own = groups.get(key);
    if (!key.secure() || (own != null && own.isHttp11Only())) {
      return false;
    }
    PoolGroup shared = groups.get(key.overHttp2());
    return shared != null && shared.takeAlong(waiter);
  }

  /** The waiter, which asked with this key, wants no answer any more. */
  public void stopWaiting(PoolKey key, ConnectionWaiter waiter) {
    PoolGroup group = groups.get(key);
    if (group != null) {
      group.stopWaiting(waiter);
    }
  }

  /** The key of a request that is sent now. */
  public PoolKey key(Url url, ProxyServer proxy, boolean privacyMode) {
    return PoolKey.of(url, proxy, privacyMode, connector.tls().generation());
  }

  /** Connections of earlier TLS settings end as soon as nothing runs on them. */
  public void retireTls() {
    int current = connector.tls().generation();
    for (PoolGroup group : new ArrayList<>(groups.values())) {
      if (group.key().usesTls() && group.key().tlsGeneration() != current) {
        group.retire();
      }
    }
    groups.values().removeIf(group -> group.isEmpty() && group != lastUsed);
  }

  /** A kept connection turned out dead: its idle siblings are likely to be, too. */
  public void distrustIdle(PoolKey key) {
    PoolGroup group = groups.get(key);
    if (group != null) {
      group.closeIdle(new NetException(NetError.CONNECTION_CLOSED));
    }
  }

  /** The server wants HTTP/1.1 for this origin (RFC 9113, error HTTP_1_1_REQUIRED). */
  public void useHttp11Only(PoolKey key) {
    group(key).useHttp11Only();
  }

  /**
   * Opens connections until as many as wanted stand or are on their way; {@code done} runs when
   * none is on its way.
   */
  public void preconnect(PoolKey key, int wanted, Timeouts timeouts, Runnable done) {
    group(key).preconnect(wanted, timeouts, done);
  }

  /**
   * Closes all connections and gives up those on their way; requests that wait for one fail, too.
   */
  public void closeAll(NetException reason) {
    for (PoolGroup group : new ArrayList<>(groups.values())) {
      group.closeAll(reason);
    }
    groups.clear();
    lastUsed = null;
    if (sweep != null) {
      sweep.cancel(false);
      sweep = null;
    }
  }

  /** Calls it with the channel of each connection that stands. */
  public void forEachChannel(Consumer<Channel> action) {
    for (PoolGroup group : groups.values()) {
      group.forEachChannel(action);
    }
  }

  /** Closes the connections on which somebody has logged in; those in use, afterwards. */
  public void forgetLogins() {
    for (PoolGroup group : new ArrayList<>(groups.values())) {
      group.forgetLogins();
    }
  }

  /** The connections that are open or on their way. */
  public int connectionCount() {
    return connections;
  }

  EventLoop loop() {
    return connector.loop();
  }

  Connector connector() {
    return connector;
  }

  PoolLimits limits() {
    return limits;
  }

  /**
   * Takes a place under the total limit, closing another host's idle connection where that makes
   * room.
   */
  boolean takePlace(PoolGroup asking) {
    if (!asking.key().proxy().isDirect() && !takeProxyPlace(asking)) {
      return false;
    }
    if (connections >= limits.total()) {
      for (PoolGroup group : groups.values()) {
        if (group != asking && group.closeOldestIdle()) {
          break;
        }
      }
    }
    if (connections >= limits.total()) {
      proxyPlaces.giveBack(asking.key().proxy());
      return false;
    }
    connections++;
    return true;
  }

  private boolean takeProxyPlace(PoolGroup asking) {
    ProxyServer proxy = asking.key().proxy();
    if (proxyPlaces.isFull(proxy)) {
      for (PoolGroup group : groups.values()) {
        if (group != asking && group.key().proxy().equals(proxy) && group.closeOldestIdle()) {
          break;
        }
      }
    }
    return proxyPlaces.take(proxy);
  }

  void givePlaceBack(PoolKey key) {
    connections--;
    boolean proxyWasFull = proxyPlaces.giveBack(key.proxy());
    if (proxyWasFull || connections == limits.total() - 1) {
      // The pool was full: whoever was refused a place gets another chance.
      loop().execute(this::wakeStalled);
    }
  }

  private void wakeStalled() {
    for (PoolGroup group : new ArrayList<>(groups.values())) {
      group.connectWhereNeeded();
    }
  }

  /**
   * An HTTP/2 connection of another host that reaches one of these addresses with a certificate for
   * this one. Only for direct ones: who is behind a proxy's address is not known, so there Chromium
   * shares none either.
   */
  @Nullable PooledConnection findShareable(PoolKey key, List<InetSocketAddress> addresses) {
    for (PoolGroup group : groups.values()) {
      PooledConnection candidate = group.multiplexed();
      if (candidate != null
          && group.key().sharesRouteWith(key)
          && candidate.canServe(key, addresses)) {
        return candidate;
      }
    }
    return null;
  }

  void onIdle() {
    if (sweep == null) {
      sweep = loop().schedule(this::sweepIdle, sweepMillis, TimeUnit.MILLISECONDS);
    }
    if (connections >= limits.total() || proxyPlaces.isAnyFull()) {
      // Whoever waits for a place may now have this one's.
      loop().execute(this::wakeStalled);
    }
  }

  private void sweepIdle() {
    sweep = null;
    long now = System.nanoTime();
    boolean idleLeft = false;
    for (PoolGroup group : new ArrayList<>(groups.values())) {
      idleLeft |= group.closeIdleSince(now);
    }
    groups.values().removeIf(group -> group.isEmpty() && group != lastUsed);
    if (idleLeft) {
      onIdle();
    }
  }

  private PoolGroup group(PoolKey key) {
    PoolGroup recent = lastUsed;
    if (recent != null && recent.key().equals(key)) {
      return recent;
    }
    PoolGroup group = groups.computeIfAbsent(key, k -> new PoolGroup(this, k));
    lastUsed = group;
    return group;
  }
}
