package dev.valence.net.internal.pac;

import java.time.Clock;

/** One run of a script: its limits, its look-ups, who hears it. Confined to the script's thread. */
final class PacEvaluation {
  /** Ends a script. Not an exception that scripts can catch; it needs no stack trace. */
  static final class Terminated extends Error {
    private static final long serialVersionUID = 1L;

    Terminated(String message) {
      super(message, null, false, false);
    }
  }

  private final PacLimits limits;
  private final PacLookups lookups;
  private final PacListener listener;
  private final Clock clock;
  private final long start = System.nanoTime();
  private final long allocatedBefore = Allocation.ofThisThread();

  PacEvaluation(PacLimits limits, PacDns dns, Clock clock, PacListener listener) {
    this.limits = limits;
    this.lookups = new PacLookups(dns, limits.lookups());
    this.clock = clock;
    this.listener = listener;
  }

  PacLookups lookups() {
    return lookups;
  }

  PacListener listener() {
    return listener;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Called every few hundred instructions.
   *
   * @throws Terminated where a limit is reached
   */
  void check() {
    long spent = System.nanoTime() - start - lookups.nanosSpent();
    if (spent > limits.evaluation().toNanos()) {
      throw new Terminated(
          "it took longer than " + limits.evaluation().toMillis() + " ms and was stopped");
    }
    if (allocatedBefore >= 0 && Allocation.ofThisThread() - allocatedBefore > limits.allocation()) {
      throw new Terminated(
          "it used more than "
              + limits.allocation() / (1024 * 1024)
              + " MB of memory and was stopped");
    }
  }
}
