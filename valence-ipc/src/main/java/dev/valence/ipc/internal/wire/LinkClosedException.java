package dev.valence.ipc.internal.wire;

/** There is no link any more; the message says why. */
public final class LinkClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LinkClosedException(String reason) {
    super(reason);
  }
}
