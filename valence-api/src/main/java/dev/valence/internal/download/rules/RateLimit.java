package dev.valence.internal.download.rules;

import java.util.concurrent.TimeUnit;

/** Keeps bytes to so many a second, on the average of a moment. Thread-safe. */
public final class RateLimit {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private long bytesPerSecond;
  private long freeAtNanos;
  private boolean started;

  /**
   * A limit.
   *
   * @param bytesPerSecond 0 for none
   */
  public RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Changes it; 0 for none. */
  public synchronized void set(long perSecond) {
    bytesPerSecond = perSecond;
    started = false;
  }

  public synchronized long get() {
    return bytesPerSecond;
  }

  /** How much to take at once, so that the flow is even; no limit says all. */
  public synchronized int piece() {
    return bytesPerSecond == 0
        ? Integer.MAX_VALUE
        : (int) Math.max(1024, Math.min(256 << 10, bytesPerSecond / 20));
  }

  /** How long nothing may be taken from now on; 0 when something may. */
  public synchronized long waitNanos(long nowNanos) {
    return bytesPerSecond == 0 || !started ? 0 : Math.max(0, freeAtNanos - nowNanos);
  }

  /** So many bytes were taken. */
  public synchronized void taken(int bytes, long nowNanos) {
    if (bytesPerSecond == 0) {
      return;
    }
    // An idle time is no credit.
    long from = started ? Math.max(freeAtNanos, nowNanos) : nowNanos;
    started = true;
    freeAtNanos = from + (long) ((double) bytes / bytesPerSecond * SECOND);
  }
}
