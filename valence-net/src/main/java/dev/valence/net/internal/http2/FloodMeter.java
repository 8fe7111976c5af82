package dev.valence.net.internal.http2;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts events in periods that follow each other, and tells when one period has too many. */
final class FloodMeter {
  private final int most;
  private final long periodNanos;
  private final LongSupplier nanoTime;
  private long periodStart;
  private int count;

  FloodMeter(int most, Duration period, LongSupplier nanoTime) {
    this.most = most;
    this.periodNanos = period.toNanos();
    this.nanoTime = nanoTime;
    this.periodStart = nanoTime.getAsLong();
  }

  /** Counts one event; false when it is one too many. */
  boolean allows() {
    if (++count <= most) {
      return true;
    }
    // The clock is asked only when the count alone would say no.
    long now = nanoTime.getAsLong();
    if (now - periodStart < periodNanos) {
      return false;
    }
    periodStart = now;
    count = 1;
    return true;
  }
}
