package dev.valence.net;

import java.time.Duration;

/**
 * Limits of a connection pool.
 *
 * @param perHost HTTP/1.1 connections to one host; Chromium's 6 by default
 * @param total connections of the whole session; Chromium's 256 by default
 * @param idle how long an idle connection is kept; Chromium's 5 minutes by default
 * @param unusedIdle how long a connection is kept that never carried a request; 60 s by default
 */
public record PoolLimits(int perHost, int total, Duration idle, Duration unusedIdle) {
  public static final PoolLimits DEFAULT =
      new PoolLimits(6, 256, Duration.ofMinutes(5), Duration.ofSeconds(60));

  /**
   * @throws IllegalArgumentException for a limit below one or a negative duration
   */
  public PoolLimits {
    if (perHost < 1 || total < 1) {
      throw new IllegalArgumentException(
          "a pool needs at least one connection per host and in total: " + perHost + ", " + total);
    }
    if (idle.isNegative() || unusedIdle.isNegative()) {
      throw new IllegalArgumentException(
          "an idle time must not be negative: " + idle + ", " + unusedIdle);
    }
  }

  /** The same limits with another number of HTTP/1.1 connections per host. */
  public PoolLimits withPerHost(int connections) {
    return new PoolLimits(connections, Math.max(total, connections), idle, unusedIdle);
  }
}
