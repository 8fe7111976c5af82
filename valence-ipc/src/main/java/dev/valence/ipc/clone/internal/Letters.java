package dev.valence.ipc.clone.internal;

import dev.valence.ipc.value.JsErrorKind;
import dev.valence.ipc.value.ViewKind;
import org.jspecify.annotations.Nullable;

/** The codes of views, errors and regular expressions' flags, each table in one place. */
final class Letters {
  /** The order of V8's bits; the seventh, {@code l}, belongs to an experimental engine. */
  private static final String REG_EXP_FLAGS = "gimyus?dv";

  private Letters() {}

  static int ofView(ViewKind kind) {
    return switch (kind) {
      case INT8 -> 'b';
      case UINT8 -> 'B';
      case UINT8_CLAMPED -> 'C';
      case INT16 -> 'w';
      case UINT16 -> 'W';
      case INT32 -> 'd';
      case UINT32 -> 'D';
      case FLOAT16 -> 'h';
      case FLOAT32 -> 'f';
      case FLOAT64 -> 'F';
      case BIG_INT64 -> 'q';
      case BIG_UINT64 -> 'Q';
      case DATA_VIEW -> '?';
    };
  }

  static @Nullable ViewKind view(long letter) {
    for (ViewKind kind : ViewKind.values()) {
      if (ofView(kind) == letter) {
        return kind;
      }
    }
    return null;
  }

  /** The index that Node.js gives a view: {@code lib/v8.js}. */
  static int nodeIndexOf(ViewKind kind) {
    return switch (kind) {
      case INT8 -> 0;
      case UINT8 -> 1;
      case UINT8_CLAMPED -> 2;
      case INT16 -> 3;
      case UINT16 -> 4;
      case INT32 -> 5;
      case UINT32 -> 6;
      case FLOAT32 -> 7;
      case FLOAT64 -> 8;
      case DATA_VIEW -> 9;
      case BIG_INT64 -> 11;
      case BIG_UINT64 -> 12;
      case FLOAT16 -> 13;
    };
  }

  static @Nullable ViewKind nodeView(long index) {
    if (index == 10) {
      // A Buffer, which is a Uint8Array with more methods.
      return ViewKind.UINT8;
    }
    for (ViewKind kind : ViewKind.values()) {
      if (nodeIndexOf(kind) == index) {
        return kind;
      }
    }
    return null;
  }

  static int ofError(JsErrorKind kind) {
    return switch (kind) {
      case ERROR -> throw new IllegalArgumentException("Error is what an error without a tag is");
      case EVAL_ERROR -> 'E';
      case RANGE_ERROR -> 'R';
      case REFERENCE_ERROR -> 'F';
      case SYNTAX_ERROR -> 'S';
      case TYPE_ERROR -> 'T';
      case URI_ERROR -> 'U';
    };
  }

  static @Nullable JsErrorKind error(long letter) {
    for (JsErrorKind kind : JsErrorKind.values()) {
      if (kind != JsErrorKind.ERROR && ofError(kind) == letter) {
        return kind;
      }
    }
    return null;
  }

  static int bitsOfFlags(String flags) {
    int bits = 0;
    for (int i = 0; i < flags.length(); i++) {
      bits |= 1 << REG_EXP_FLAGS.indexOf(flags.charAt(i));
    }
    return bits;
  }

  /** The flags; null where a bit is none. */
  static @Nullable String flags(long bits) {
    StringBuilder flags = new StringBuilder();
    for (int i = 0; i < REG_EXP_FLAGS.length(); i++) {
      if ((bits & (1L << i)) != 0) {
        flags.append(REG_EXP_FLAGS.charAt(i));
      }
    }
    boolean known = bits < 1L << REG_EXP_FLAGS.length() && flags.indexOf("?") < 0;
    return known ? flags.toString() : null;
  }
}
