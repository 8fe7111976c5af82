package dev.valence.websocket;

/** The DOMException {@code SyntaxError}: a text does not have the form it must have. */
public final class SyntaxException extends IllegalArgumentException implements DomException {
  private static final long serialVersionUID = 1L;

  public SyntaxException(String message) {
    super(message);
  }

  @Override
  public String name() {
    return "SyntaxError";
  }

  /** As a browser shows it: name and message. */
  @Override
  public String toString() {
    return name() + ": " + getMessage();
  }
}
