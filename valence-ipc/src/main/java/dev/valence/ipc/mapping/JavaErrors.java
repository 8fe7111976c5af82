package dev.valence.ipc.mapping;

import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsErrorKind;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an exception of Java is in JavaScript. */
final class JavaErrors {
  /** V8's own limit, {@code Error.stackTraceLimit}. */
  private static final int MOST_FRAMES = 10;

  private JavaErrors() {}

  /** The error; its cause is left as it is. */
  static JsError of(Throwable thrown) {
    if (thrown instanceof JsException foreign) {
      return foreign.error();
    }
    JsError error = JsError.of(kind(thrown)).withStack(stack(thrown));
    String message = thrown.getMessage();
    if (message != null) {
      error = error.withMessage(message);
    }
    Throwable cause = thrown.getCause();
    return cause == null || leadsBack(thrown) ? error : error.withCause(cause);
  }

  /** Only where the classes mean the same; all others are an {@code Error}. */
  private static JsErrorKind kind(Throwable thrown) {
    if (thrown instanceof ClassCastException || thrown instanceof NullPointerException) {
      return JsErrorKind.TYPE_ERROR;
    }
    if (thrown instanceof IndexOutOfBoundsException || thrown instanceof StackOverflowError) {
      return JsErrorKind.RANGE_ERROR;
    }
    return thrown instanceof URISyntaxException ? JsErrorKind.URI_ERROR : JsErrorKind.ERROR;
  }

  /** In V8's layout: Java's class and message, which the kind does not tell, and then frames. */
  private static String stack(Throwable thrown) {
    String message = thrown.getMessage();
    StringBuilder stack = new StringBuilder(thrown.getClass().getName());
    if (message != null) {
      stack.append(": ").append(message);
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
      StackTraceElement frame = frames[i];
      stack
          .append("\n    at ")
          .append(frame.getClassName())
          .append('.')
          .append(frame.getMethodName())
          .append(" (")
          .append(frame.getFileName() == null ? "<unknown>" : frame.getFileName())
          .append(frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber())
          .append(')');
    }
    return stack.toString();
  }

  /** Whether an exception is among its own causes, which no error can be that is read again. */
  private static boolean leadsBack(Throwable thrown) {
    Set<Throwable> met = Collections.newSetFromMap(new IdentityHashMap<>());
    @Nullable Throwable cause = thrown.getCause();
    while (cause != null && cause != thrown && met.add(cause)) {
      cause = cause.getCause();
    }
    return cause == thrown;
  }
}
