package dev.valence.ipc.mapping;

import org.jspecify.annotations.Nullable;

/** A value that is not as it must be; learns where it is on its way out. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StringBuilder place = new StringBuilder();
  private final String rest;

  /** What follows the place in the message. */
  Refusal(String rest, @Nullable Throwable cause) {
    super(rest, cause, false, false);
    this.rest = rest;
  }

  Refusal(String rest) {
    this(rest, null);
  }

  /** Tells that this happened at a place within a container. */
  Refusal within(String step) {
    place.insert(0, step);
    return this;
  }

  /** What the caller gets. */
  ValueMappingException at(String root) {
    return new ValueMappingException(root + place + rest, getCause());
  }
}
