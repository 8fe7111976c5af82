package dev.valence.ipc.mapping;

import org.jspecify.annotations.Nullable;

/** A value that has no counterpart on the other side; the message says where and why. */
public final class ValueMappingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ValueMappingException(String message) {
    super(message);
  }

  ValueMappingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
