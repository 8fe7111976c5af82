package dev.valence.testkit;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Holds the servers of tests up at random, as a busy machine does, so that tests that rely on an
 * order nobody promised fail here and not there. Off, unless the system property {@code
 * valence.test.jitter} gives the longest delay in milliseconds.
 */
final class Jitter {
  private static final int LONGEST_MILLIS = Integer.getInteger("valence.test.jitter", 0);

  private Jitter() {}

  /** Delays the calling thread, or does not. */
  static void pause() {
    long millis = delayMillis(LONGEST_MILLIS, ThreadLocalRandom.current());
    if (millis > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  /** Half of the delays are none; most of the others are short, since all together take time. */
  static long delayMillis(int longestMillis, RandomGenerator random) {
    if (longestMillis <= 0 || random.nextBoolean()) {
      return 0;
    }
    double share = random.nextDouble();
    return Math.round(longestMillis * share * share * share);
  }
}
