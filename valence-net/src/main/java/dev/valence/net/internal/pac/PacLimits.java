package dev.valence.net.internal.pac;

import java.time.Duration;

/**
 * How much a PAC script may take.
 *
 * @param evaluation the time of one call, with the loading of the script, without look-ups of names
 * @param lookups the time of all look-ups of one call
 * @param allocation bytes that one call may allocate, dropped ones included
 */
public record PacLimits(Duration evaluation, Duration lookups, long allocation) {
  /** Characters of a script, and its bytes on the wire; Chromium's limit. */
  public static final int MAX_SCRIPT = 1024 * 1024;

  /** Host names that one call may look up; Chromium's limit. */
  static final int MAX_LOOKUPS = 20;

  /** Characters of a text that goes from the script into a function or out as the result. */
  static final int MAX_TEXT = 64 * 1024;

  /** Elements of an array that array functions go through, and characters that texts grow to. */
  static final int MAX_LENGTH = 1 << 20;

  /** JavaScript calls within calls. */
  static final int MAX_DEPTH = 1000;

  /** Evaluations at the same time; Chromium's number. */
  static final int THREADS = 4;

  public static final PacLimits DEFAULT =
      new PacLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), 128L * 1024 * 1024);

  /** The same limits with another time for one call. */
  public PacLimits withEvaluation(Duration limit) {
    return new PacLimits(limit, lookups, allocation);
  }
}
