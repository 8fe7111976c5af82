package dev.valence.ipc.value;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error: its kind, message, stack and cause. Like V8, which cannot read an error that leads back
 * to itself through its cause, this class has none: it is made whole.
 */
public final class JsError {
  private final JsErrorKind kind;
  private final @Nullable String message;
  private final @Nullable String stack;
  private final boolean hasCause;
  private final @Nullable Object cause;

  /** An error with a message; no stack, no cause. */
  public JsError(JsErrorKind kind, String message) {
    this(kind, Objects.requireNonNull(message, "message"), null, false, null);
  }

  private JsError(
      JsErrorKind kind,
      @Nullable String message,
      @Nullable String stack,
      boolean hasCause,
      @Nullable Object cause) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.message = message;
    this.stack = stack;
    this.hasCause = hasCause;
    this.cause = cause;
  }

  /** An error without anything. */
  public static JsError of(JsErrorKind kind) {
    return new JsError(kind, null, null, false, null);
  }

  /** The same error of another kind. */
  public JsError withKind(JsErrorKind newKind) {
    return new JsError(newKind, message, stack, hasCause, cause);
  }

  /** The same error with another message. */
  public JsError withMessage(String newMessage) {
    return new JsError(kind, newMessage, stack, hasCause, cause);
  }

  /** The same error with a stack: any text, by custom the name, the message and the frames. */
  public JsError withStack(String newStack) {
    return new JsError(kind, message, newStack, hasCause, cause);
  }

  /** The same error with a cause: any value, even {@code null} or undefined. */
  public JsError withCause(@Nullable Object newCause) {
    return new JsError(kind, message, stack, true, newCause);
  }

  /** The class. */
  public JsErrorKind kind() {
    return kind;
  }

  /** The message; empty where the error has no own one. */
  public Optional<String> message() {
    return Optional.ofNullable(message);
  }

  /** The stack; empty where it has none. */
  public Optional<String> stack() {
    return Optional.ofNullable(stack);
  }

  /** Whether there is a cause. */
  public boolean hasCause() {
    return hasCause;
  }

  /** The cause; {@link Undefined#VALUE} where there is none. */
  public @Nullable Object cause() {
    return hasCause ? cause : Undefined.VALUE;
  }

  @Override
  public String toString() {
    return message == null ? kind.wireName() : kind.wireName() + ": " + message;
  }
}
