package dev.valence.ipc.internal.wire;

/** A message that is longer than the other side takes. Nothing of it was sent. */
public final class FrameTooLargeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  FrameTooLargeException(long bytes, int limit) {
    super("The message takes " + bytes + " bytes; the limit is " + limit);
  }
}
