package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.CacheMode;
import dev.valence.net.internal.pool.ConnectionPool;

/** The end of the road: takes a connection and exchanges request and response over it. */
final class ExchangeStage implements Stage {
  private final ConnectionPool pool;

  ExchangeStage(ConnectionPool pool) {
    this.pool = pool;
  }

  @Override
  public void send(Transaction transaction) {
    if (transaction.request().cacheMode() == CacheMode.ONLY_IF_CACHED) {
      // Nothing before this stage had the response, and the network must not be asked.
      transaction.fail(
          new NetException(
              NetError.CACHE_MISS, "cache mode only-if-cached, and it is not in the cache", null));
      return;
    }
    ExchangeAttempt attempt = new ExchangeAttempt(transaction, pool);
    transaction.waitFor(attempt);
    attempt.start();
  }
}
