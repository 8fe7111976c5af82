package dev.valence.net.internal.road;

import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.pool.ConnectionPool;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * Connections ahead of requests, through the first proxy that a request would take. Confined to the
 * network thread.
 */
final class Preconnect implements ProxyResolver.Answer {
  private final ConnectionPool pool;
  private final Url url;
  private final int sockets;
  private final Runnable done;

  Preconnect(ConnectionPool pool, Url url, int sockets, Runnable done) {
    this.pool = pool;
    this.url = url;
    this.sockets = sockets;
    this.done = done;
  }

  /**
   * Begins; {@code done} runs when no connection is on its way.
   *
   * @param resolver null for a network without proxies
   */
  void start(@Nullable ProxyResolver resolver, NetLog log) {
    ProxyList proxies = resolver == null ? ProxyList.DIRECT : resolver.resolveNow(url);
    if (proxies != null) {
      connect(proxies.first());
    } else if (resolver != null) {
      resolver.resolve(url, log.newSource(NetLogSourceType.HTTP_STREAM_JOB_CONTROLLER), this);
    }
  }

  @Override
  public void onProxies(ProxyList proxies) {
    connect(proxies.first());
  }

  @Override
  public void onFailed(NetException error) {
    // The request will tell.
    done.run();
  }

  private void connect(ProxyServer proxy) {
    pool.preconnect(pool.key(url, proxy, false), sockets, Timeouts.DEFAULT, done);
  }
}
