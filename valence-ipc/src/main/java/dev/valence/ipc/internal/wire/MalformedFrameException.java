package dev.valence.ipc.internal.wire;

/** Bytes that are no frame; the message says what is wrong with them. */
public final class MalformedFrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedFrameException(String message) {
    super(message);
  }
}
