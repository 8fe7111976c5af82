package dev.valence.internal.fetch;

import java.util.Objects;

/** Carries what broke a body from the buffer to its reader; only the cause is ever shown. */
public final class BodyFailure extends Exception {
  private static final long serialVersionUID = 1L;

  BodyFailure(Throwable cause) {
    super(null, cause, false, false);
  }

  /** What broke the body. */
  public Throwable reason() {
    return Objects.requireNonNull(getCause());
  }
}
