package dev.valence.net.internal.road;

import dev.valence.net.internal.pool.ConnectionPool;

/** The end of the road: takes a connection and exchanges request and response over it. */
final class ExchangeStage implements Stage {
  private final ConnectionPool pool;

  ExchangeStage(ConnectionPool pool) {
    this.pool = pool;
  }

  @Override
  public void send(Transaction transaction) {
    ExchangeAttempt attempt = new ExchangeAttempt(transaction, pool);
    transaction.waitFor(attempt);
    attempt.start();
  }
}
