package dev.valence.ipc.message;

/** A call that had no answer in the time that it was given. Whoever works on it was told. */
public final class IpcTimeoutException extends IpcException {
  private static final long serialVersionUID = 1L;

  /** A call without an answer. */
  public IpcTimeoutException(String message) {
    super(message, null);
  }
}
