package dev.valence.websocket;

/** The DOMException {@code InvalidStateError}: it is too early for what was asked. */
public final class InvalidStateException extends IllegalStateException implements DomException {
  private static final long serialVersionUID = 1L;

  public InvalidStateException(String message) {
    super(message);
  }

  @Override
  public String name() {
    return "InvalidStateError";
  }

  /** As a browser shows it: name and message. */
  @Override
  public String toString() {
    return name() + ": " + getMessage();
  }
}
