package dev.valence.internal.download.rules;

import java.util.concurrent.TimeUnit;

/**
 * Bytes a second over the last ten seconds, in steps of one (Chromium's {@code RateEstimator}). Not
 * thread-safe.
 */
public final class SpeedEstimate {
  private static final int STEPS = 10;
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long[] bytes = new long[STEPS];
  private final long startNanos;
  private long newest;

  public SpeedEstimate(long nowNanos) {
    startNanos = nowNanos;
  }

  /** So many bytes came. */
  public void add(long count, long nowNanos) {
    forward(nowNanos);
    bytes[(int) (newest % STEPS)] += count;
  }

  /** Bytes a second. */
  public long perSecond(long nowNanos) {
    forward(nowNanos);
    long sum = 0;
    for (long step : bytes) {
      sum += step;
    }
    long since = Math.max(nowNanos - startNanos, STEP_NANOS / 10);
    long window = Math.min(since, (STEPS - 1) * STEP_NANOS + (since % STEP_NANOS));
    return (long) (sum / (window / 1e9));
  }

  private void forward(long nowNanos) {
    long step = Math.max(newest, (nowNanos - startNanos) / STEP_NANOS);
    for (long cleared = Math.max(newest + 1, step - STEPS + 1); cleared <= step; cleared++) {
      bytes[(int) (cleared % STEPS)] = 0;
    }
    newest = step;
  }
}
