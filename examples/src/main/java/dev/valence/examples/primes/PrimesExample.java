package dev.valence.examples.primes;

import dev.valence.Valence;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleConsumer;

/** Counts once to the end, and once until it is stopped half-way. */
public final class PrimesExample {
  private static final long LIMIT = 20_000_000;

  private static final long ENDLESS = 1_000_000_000_000L;
  private static final long PATIENCE_SECONDS = 60;

  /**
   * What came of it.
   *
   * @param pid the process that counted
   * @param stoppedAt how far the count was that was cancelled, from 0 to 1
   */
  public record Outcome(long limit, long primes, long pid, double stoppedAt) {}

  private PrimesExample() {}

  /**
   * Runs it.
   *
   * @param progress hears how far the first count is, from 0 to 1
   */
  public static Outcome run(Valence valence, DoubleConsumer progress)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (PrimeCounter counter = new PrimeCounter(valence)) {
      long primes = counter.count(LIMIT, progress).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new Outcome(LIMIT, primes, counter.pid(), stopHalfWay(counter));
    }
  }

  /** Cancels as soon as there is progress, and counts again: the renderer is free for it. */
  private static double stopHalfWay(PrimeCounter counter)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Double> begun = new CompletableFuture<>();
    CompletableFuture<Long> count = counter.count(ENDLESS, begun::complete);
    double reached = begun.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    count.cancel(false);
    try {
      count.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (CancellationException e) {
      counter.count(1_000, done -> {}).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return reached;
    }
    throw new IllegalStateException("it counted to the end although it was cancelled");
  }
}
