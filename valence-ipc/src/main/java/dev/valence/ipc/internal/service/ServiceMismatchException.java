package dev.valence.ipc.internal.service;

/** A call that does not fit the service: its method, its version, its arguments. */
final class ServiceMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServiceMismatchException(String message) {
    super(message);
  }
}
