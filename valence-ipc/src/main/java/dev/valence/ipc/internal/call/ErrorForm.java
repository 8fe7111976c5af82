package dev.valence.ipc.internal.call;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.internal.channel.Values;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.message.HandlerException;
import dev.valence.ipc.message.IpcException;
import dev.valence.ipc.message.RemoteError;
import dev.valence.ipc.value.JsObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What is told of an exception: its text, as Electron has it, and an object with its name, class,
 * message, fields and causes. Never its stack.
 */
final class ErrorForm {
  private static final int MOST_CAUSES = 16;

  private ErrorForm() {}

  /** What a future wraps around the exception is taken off. */
  static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** JavaScript's text of an error: name and message, or the name alone. */
  static String text(Throwable thrown) {
    String message = message(thrown);
    return message.isEmpty() ? name(thrown) : name(thrown) + ": " + message;
  }

  /** The object; without the fields where these cannot be cloned. */
  static Payload payload(Throwable thrown) {
    try {
      return Values.of(object(thrown, true, 0));
    } catch (DataCloneException e) {
      return Values.of(object(thrown, false, 0));
    }
  }

  private static JsObject object(Throwable thrown, boolean withFields, int depth) {
    JsObject object =
        new JsObject()
            .put("name", name(thrown))
            .put("type", thrown.getClass().getName())
            .put("message", message(thrown));
    if (withFields && thrown instanceof HandlerException error && !error.fields().isEmpty()) {
      object.put("fields", JsObject.of(error.fields()));
    }
    Throwable cause = thrown.getCause();
    if (cause != null && depth < MOST_CAUSES) {
      object.put("cause", object(cause, withFields, depth + 1));
    }
    return object;
  }

  private static String name(Throwable thrown) {
    return thrown instanceof HandlerException error ? error.name() : "Error";
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? "" : message;
  }

  /** The exception that a caller gets. */
  static IpcException exception(String channel, String text, Payload error) {
    return new IpcException(prefix(channel) + text, remote(Values.read(error), 0));
  }

  /** A call that failed on this side of the line. */
  static IpcException exception(String channel, String reason) {
    return new IpcException(prefix(channel) + "Error: " + reason, null);
  }

  static String prefix(String channel) {
    return "Error invoking remote method '" + channel + "': ";
  }

  private static @Nullable RemoteError remote(@Nullable Object value, int depth) {
    if (!(value instanceof JsObject object) || depth > MOST_CAUSES) {
      return null;
    }
    Map<String, @Nullable Object> fields =
        object.get("fields") instanceof JsObject found ? found.properties() : Map.of();
    return new RemoteError(
        string(object, "name"),
        string(object, "type"),
        string(object, "message"),
        fields,
        Optional.ofNullable(remote(object.get("cause"), depth + 1)));
  }

  private static String string(JsObject object, String name) {
    return object.get(name) instanceof String text ? text : "";
  }
}
