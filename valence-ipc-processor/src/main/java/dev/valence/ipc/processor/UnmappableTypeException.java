package dev.valence.ipc.processor;

/** A type or a method that cannot be a part of a service; the message says what to do. */
final class UnmappableTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnmappableTypeException(String message) {
    super(message);
  }
}
