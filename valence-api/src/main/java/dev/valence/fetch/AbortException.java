package dev.valence.fetch;

import java.util.concurrent.CancellationException;

/** What was going on was ended through an {@link AbortSignal}. */
public final class AbortException extends CancellationException {
  private static final long serialVersionUID = 1L;

  public AbortException() {
    this("This operation was aborted");
  }

  public AbortException(String message) {
    super(message);
  }
}
