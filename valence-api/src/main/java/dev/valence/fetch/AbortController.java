package dev.valence.fetch;

/** Ends whatever listens to its signal (DOM §3.1). Any thread. */
public final class AbortController {
  private final AbortSignal signal = new AbortSignal();

  public AbortController() {}

  /** The signal to give to {@code fetch}. */
  public AbortSignal signal() {
    return signal;
  }

  /** Aborts, with an {@link AbortException} as the reason. Further calls do nothing. */
  public void abort() {
    abort(new AbortException());
  }

  /**
   * Aborts.
   *
   * @param reason what the aborted operations fail with
   */
  public void abort(Throwable reason) {
    signal.abort(reason);
  }
}
