package dev.valence.ipc.internal.process;

/** A token bucket: so many a second, so many at once after a rest. Used by one thread. */
final class RateLimit {
  private static final double SECOND = 1e9;

  private final double perNano;
  private final double most;
  private double tokens;
  private long lastNanos;

  RateLimit(long perSecond, long burst, long nowNanos) {
    perNano = perSecond / SECOND;
    most = burst;
    tokens = burst;
    lastNanos = nowNanos;
  }

  /**
   * Takes one. More may be taken than there is; then it is owed.
   *
   * @return how long to wait until nothing is owed, in nanoseconds; 0 when nothing is
   */
  long take(long nowNanos) {
    tokens = Math.min(most, tokens + (nowNanos - lastNanos) * perNano) - 1;
    lastNanos = nowNanos;
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perNano);
  }
}
