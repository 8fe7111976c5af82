package dev.valence.net.internal.road;

import dev.valence.net.internal.auth.AuthContext;
import dev.valence.net.internal.pool.ConnectionPool;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.proxy.ProxyServer;
import org.jspecify.annotations.Nullable;

/** The end of the road: takes a connection and exchanges request and response over it. */
final class ExchangeStage implements Stage {
  private final ConnectionPool pool;
  private final AuthContext logins;
  private final @Nullable ProxyResolver proxies;

  ExchangeStage(ConnectionPool pool, AuthContext logins, @Nullable ProxyResolver proxies) {
    this.pool = pool;
    this.logins = logins;
    this.proxies = proxies;
  }

  /** A login of this request at a proxy that is asked for a tunnel. */
  TunnelLogins tunnelLogin(Transaction transaction, ProxyServer proxy) {
    return new TunnelLogins(transaction, logins, proxies, proxy);
  }

  @Override
  public void send(Transaction transaction) {
    ExchangeAttempt attempt = new ExchangeAttempt(transaction, pool, this);
    transaction.waitFor(attempt);
    attempt.start();
  }
}
