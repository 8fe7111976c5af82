package dev.valence.net.internal.pool;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.tls.HostNameRules;
import dev.valence.net.internal.tls.TlsHandshake;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection as the pool knows it: whose it is, and since when it is idle. */
final class PooledConnection implements HttpConnection.Owner, ConnectionLease {
  private final HttpConnection connection;
  private final Channel channel;
  private final List<PoolGroup> groups = new ArrayList<>(1);
  private long idleSince = System.nanoTime();
  private boolean used;
  private boolean kept;
  private boolean loggedIn;
  private boolean forgotten;

  PooledConnection(HttpConnection connection, Channel channel, PoolGroup group) {
    this.connection = connection;
    this.channel = channel;
    groups.add(group);
  }

  HttpConnection connection() {
    return connection;
  }

  Channel channel() {
    return channel;
  }

  boolean isMultiplexed() {
    return connection.version() == HttpVersion.HTTP_2;
  }

  void markUsed() {
    used = true;
  }

  void markIdle() {
    idleSince = System.nanoTime();
    connection.onKept();
  }

  boolean isIdleLongerThan(long now, long idleNanos, long unusedNanos) {
    return connection.activeExchanges() == 0 && now - idleSince >= (used ? idleNanos : unusedNanos);
  }

  @Override
  public void keep() {
    kept = true;
  }

  @Override
  public boolean use(ConnectionWaiter waiter) {
    if (!kept) {
      return false;
    }
    kept = false;
    if (!connection.isAvailable()) {
      return false;
    }
    groups.get(0).use(this, waiter);
    return true;
  }

  @Override
  public void letGo() {
    if (kept) {
      kept = false;
      if (connection.isAvailable()) {
        groups.get(0).onAvailable(this);
      }
    }
  }

  boolean isKept() {
    return kept;
  }

  @Override
  public void markLoggedIn() {
    loggedIn = true;
  }

  /** Whether this waiter may have it. */
  boolean suits(ConnectionWaiter waiter) {
    return !loggedIn || !waiter.wantsAnonymous();
  }

  /** Nobody may use a login on it any more: closes it, at once or when its exchange is over. */
  void forgetLogin() {
    if (loggedIn) {
      forgotten = true;
      if (connection.activeExchanges() == 0) {
        connection.close(new NetException(NetError.CONNECTION_CLOSED));
      }
    }
  }

  boolean isForgotten() {
    return forgotten;
  }

  /** Another group shares it from now on. */
  void shareWith(PoolGroup group) {
    if (!groups.contains(group)) {
      groups.add(group);
    }
  }

  @Override
  public void onAvailable(HttpConnection available) {
    if (groups.size() == 1) {
      groups.get(0).onAvailable(this);
    } else {
      for (PoolGroup group : List.copyOf(groups)) {
        group.onAvailable(this);
      }
    }
  }

  @Override
  public void onRetired(HttpConnection retired) {
    boolean first = true;
    for (PoolGroup group : List.copyOf(groups)) {
      group.onRetired(this, first);
      first = false;
    }
  }

  /** RFC 9113 §9.1.1: same address and port, and a certificate that is valid for the other host. */
  boolean canServe(PoolKey key, List<InetSocketAddress> addresses) {
    if (!key.secure()
        || !key.proxy().isDirect()
        || !isMultiplexed()
        || !connection.isAvailable()
        || key.tlsGeneration() != groups.get(0).key().tlsGeneration()
        || !addresses.contains(channel.remoteAddress())
        || !TlsHandshake.mayServeOtherHosts(channel)) {
      return false;
    }
    X509Certificate leaf = peerCertificate();
    return leaf != null && HostNameRules.covers(leaf, key.bareHost());
  }

  @Override
  public @Nullable X509Certificate peerCertificate() {
    return TlsHandshake.peerCertificate(channel);
  }
}
