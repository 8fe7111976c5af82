package dev.valence.ipc.clone.internal;

import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsErrorKind;
import org.jspecify.annotations.Nullable;

/** An error that is being read: parts in any order, of which the cause is a value. */
final class ErrorReadFrame extends ReadFrame {
  private final int id;
  private JsError error = JsError.of(JsErrorKind.ERROR);

  ErrorReadFrame(ValueReader values, int id) {
    super(values);
    this.id = id;
  }

  @Override
  boolean advance() {
    while (true) {
      int part = in.readByte();
      JsErrorKind kind = Letters.error(part);
      if (kind != null) {
        error = error.withKind(kind);
      } else if (part == Tag.ERROR_MESSAGE) {
        error = error.withMessage(values.readString());
      } else if (part == Tag.ERROR_STACK) {
        error = error.withStack(values.readString());
      } else if (part == Tag.ERROR_CAUSE) {
        Object cause = values.begin();
        if (cause == ValueReader.OPENED) {
          return true;
        }
        accept(cause);
      } else if (part == Tag.ERROR_END) {
        return false;
      } else {
        throw in.fail("an unknown part of an error, " + Tag.name(part));
      }
    }
  }

  @Override
  void accept(@Nullable Object value) {
    error = error.withCause(value);
  }

  @Override
  JsError result() {
    values.define(id, error);
    return error;
  }
}
