package dev.valence.websocket;

/** The DOMException {@code InvalidAccessError}: a value is outside of what is allowed. */
public final class InvalidAccessException extends IllegalArgumentException implements DomException {
  private static final long serialVersionUID = 1L;

  public InvalidAccessException(String message) {
    super(message);
  }

  @Override
  public String name() {
    return "InvalidAccessError";
  }

  /** As a browser shows it: name and message. */
  @Override
  public String toString() {
    return name() + ": " + getMessage();
  }
}
