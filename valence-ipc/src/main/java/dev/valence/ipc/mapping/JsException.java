package dev.valence.ipc.mapping;

import dev.valence.ipc.value.JsError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error of JavaScript as something that Java can throw. {@code getMessage} is the error's
 * message, {@code getCause} its cause where that is an error too, and {@code toString} what
 * JavaScript prints. Frames of Java it has none; the stack that came along is in {@link #error}.
 * Sent on, it is the same error again.
 */
public final class JsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient JsError error;

  private JsException(JsError error, @Nullable Throwable cause) {
    super(error.message().orElse(null), cause, false, false);
    this.error = error;
  }

  /** The exception of an error, with those of its causes. */
  public static JsException of(JsError error) {
    Deque<JsError> innermostFirst = new ArrayDeque<>();
    Object at = error;
    while (at instanceof JsError next) {
      innermostFirst.push(next);
      at = next.cause();
    }
    JsException exception = null;
    for (JsError next : innermostFirst) {
      exception = new JsException(next, exception);
    }
    return Objects.requireNonNull(exception);
  }

  /** The error: its kind, its stack, and a cause that need not be an error. */
  public JsError error() {
    return error;
  }

  @Override
  public String toString() {
    return error.toString();
  }
}
