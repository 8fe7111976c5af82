package dev.valence.examples.primes;

import java.util.BitSet;
import java.util.stream.IntStream;

/** Counts the primes below a limit, a segment at a time: Eratosthenes' sieve in little memory. */
final class PrimeSieve {
  private static final int SEGMENT = 1 << 18;

  private final long limit;
  private final int[] smallPrimes;
  private long done;
  private long count;

  /**
   * A sieve.
   *
   * @param limit from 0 to 10^12
   */
  PrimeSieve(long limit) {
    if (limit < 0 || limit > 1_000_000_000_000L) {
      throw new IllegalArgumentException("A limit of " + limit + "; from 0 to 10^12 is counted");
    }
    this.limit = limit;
    smallPrimes = primesTo((int) Math.sqrt((double) limit) + 1);
  }

  private static int[] primesTo(int most) {
    BitSet composite = new BitSet(most + 1);
    for (int i = 2; (long) i * i <= most; i++) {
      for (int j = i * i; !composite.get(i) && j <= most; j += i) {
        composite.set(j);
      }
    }
    composite.set(0, 2);
    return IntStream.rangeClosed(0, most).filter(i -> !composite.get(i)).toArray();
  }

  /** Counts in the next segment; false when all is done. */
  boolean next() {
    if (done >= limit) {
      return false;
    }
    long end = Math.min(limit, done + SEGMENT);
    BitSet composite = new BitSet((int) (end - done));
    for (int prime : smallPrimes) {
      long square = (long) prime * prime;
      long first = Math.max(square, (done + prime - 1) / prime * prime);
      for (long multiple = first; multiple < end; multiple += prime) {
        composite.set((int) (multiple - done));
      }
    }
    count += end - done - composite.cardinality();
    if (done == 0) {
      // Neither 0 nor 1 is a prime.
      count -= Math.min(2, end);
    }
    done = end;
    return true;
  }

  /** All numbers below this are counted. */
  long done() {
    return done;
  }

  /** How many primes there were. */
  long count() {
    return count;
  }
}
