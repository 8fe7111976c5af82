package dev.valence.websocket;

/**
 * What browsers throw as a {@code DOMException}. In Java each name is a type of its own, which is
 * also the Java exception that one expects.
 */
public sealed interface DomException
    permits InvalidAccessException, InvalidStateException, SyntaxException {
  /** The name of the DOMException, such as {@code SyntaxError}. */
  String name();

  /** The message, in Chromium's words. */
  String getMessage();
}
