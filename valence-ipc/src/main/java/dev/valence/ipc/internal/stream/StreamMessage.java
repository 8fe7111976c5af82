package dev.valence.ipc.internal.stream;

import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsErrorKind;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.Undefined;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message of a transferred stream (Streams standard §8.2, "cross-realm transform"): a plain
 * object with a {@code type} and a {@code value}.
 *
 * @param type what it says
 * @param value the chunk, or the error; of a pull: how many chunks are asked for
 */
record StreamMessage(Type type, @Nullable Object value) {
  enum Type {
    /** From the reader: there is room for a chunk; for as many as the value says, if it is one. */
    PULL,
    /** From the writer. */
    CHUNK,
    /** From the writer: that was all. */
    CLOSE,
    /** From either: it has failed, or is not wanted any more. Nothing follows. */
    ERROR;

    final String wireName = name().toLowerCase(Locale.ROOT);
  }

  static StreamMessage pull(int chunks) {
    return new StreamMessage(Type.PULL, chunks);
  }

  static StreamMessage chunk(@Nullable Object value) {
    return new StreamMessage(Type.CHUNK, value);
  }

  static StreamMessage close() {
    return new StreamMessage(Type.CLOSE, Undefined.VALUE);
  }

  /** The failure; only its message is told. */
  static StreamMessage error(Throwable thrown) {
    String message = thrown.getMessage();
    return new StreamMessage(
        Type.ERROR,
        new JsError(
            JsErrorKind.ERROR, message == null ? thrown.getClass().getSimpleName() : message));
  }

  /** What arrived; null when it is no such message. */
  static @Nullable StreamMessage of(@Nullable Object data) {
    if (data instanceof JsObject object && object.get("type") instanceof String name) {
      for (Type type : Type.values()) {
        if (type.wireName.equals(name)) {
          return new StreamMessage(type, object.get("value"));
        }
      }
    }
    return null;
  }

  /** What is posted. */
  JsObject toValue() {
    return new JsObject().put("type", type.wireName).put("value", value);
  }

  /** How many chunks a pull asks for. A page says nothing of that: one. */
  int pulled() {
    return value instanceof Integer count && count > 0 ? count : 1;
  }

  /** The exception of an error. */
  IOException failure() {
    if (value instanceof JsError error) {
      return new IOException(error.message().orElse(error.kind().wireName()));
    }
    return new IOException(
        value instanceof String text ? text : "the other side gave the stream up");
  }
}
