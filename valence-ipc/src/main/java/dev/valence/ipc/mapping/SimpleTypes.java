package dev.valence.ipc.mapping;

import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.ViewKind;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Conversions of one value without what is in it. */
final class SimpleTypes {
  private SimpleTypes() {}

  /** The value as a class that holds no other values; null when it is none. */
  static @Nullable Object convert(Object value, Class<?> raw) {
    if (value instanceof Integer && (raw == int.class || raw == Integer.class)) {
      return value;
    }
    if (value instanceof Double && (raw == double.class || raw == Double.class)) {
      return value;
    }
    if (value instanceof Number number && !(value instanceof BigInteger)) {
      return number(number, raw);
    }
    if (value instanceof String text) {
      return text(text, raw);
    }
    if (value instanceof Boolean) {
      return raw == boolean.class || raw == Boolean.class ? value : null;
    }
    if (value instanceof JsDate date && raw == Instant.class) {
      return date.isValid() ? date.instant() : null;
    }
    if (value instanceof JsArrayBuffer buffer && raw != JsArrayBuffer.class) {
      return bytes(buffer.bytes().clone(), raw);
    }
    if (value instanceof JsArrayBufferView view && raw != JsArrayBufferView.class) {
      return view.kind().elementSize() == 1 ? bytes(view.toBytes(), raw) : elements(view, raw);
    }
    if (value instanceof JsError error && Throwable.class.isAssignableFrom(raw)) {
      return raw.isAssignableFrom(JsException.class) ? JsException.of(error) : null;
    }
    return raw.isInstance(value) ? value : null;
  }

  private static @Nullable Object number(Number number, Class<?> raw) {
    double exact = number.doubleValue();
    if (raw == double.class || raw == Double.class) {
      return exact;
    }
    long whole = (long) exact;
    boolean isWhole = whole == exact && Math.abs(exact) < 0x1p63;
    if (raw == int.class || raw == Integer.class) {
      return isWhole && whole == (int) whole ? (Object) (int) whole : null;
    }
    if (raw == long.class || raw == Long.class) {
      return isWhole ? (Object) whole : null;
    }
    if (raw == float.class || raw == Float.class) {
      boolean fits = Double.isNaN(exact) || (double) (float) exact == exact;
      return fits ? (Object) (float) exact : null;
    }
    if (raw == short.class || raw == Short.class) {
      return isWhole && whole == (short) whole ? (Object) (short) whole : null;
    }
    if (raw == byte.class || raw == Byte.class) {
      return isWhole && whole == (byte) whole ? (Object) (byte) whole : null;
    }
    return raw == Number.class ? number : null;
  }

  private static @Nullable Object text(String text, Class<?> raw) {
    if (raw.isEnum()) {
      return constant(text, raw);
    }
    if (raw == char.class || raw == Character.class) {
      return text.length() == 1 ? (Object) text.charAt(0) : null;
    }
    return raw == String.class || raw == CharSequence.class ? text : null;
  }

  private static Object constant(String name, Class<?> raw) {
    for (Object constant : raw.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new Refusal(" is none of " + Arrays.toString(raw.getEnumConstants()));
  }

  private static @Nullable Object bytes(byte[] copy, Class<?> raw) {
    if (raw == byte[].class) {
      return copy;
    }
    return raw == ByteBuffer.class ? ByteBuffer.wrap(copy) : null;
  }

  private static @Nullable Object elements(JsArrayBufferView view, Class<?> raw) {
    ByteBuffer bytes = view.byteBuffer();
    int length = view.length();
    if (view.kind() == ViewKind.INT16 && raw == short[].class) {
      short[] result = new short[length];
      bytes.asShortBuffer().get(result);
      return result;
    }
    if (view.kind() == ViewKind.INT32 && raw == int[].class) {
      int[] result = new int[length];
      bytes.asIntBuffer().get(result);
      return result;
    }
    if (view.kind() == ViewKind.BIG_INT64 && raw == long[].class) {
      long[] result = new long[length];
      bytes.asLongBuffer().get(result);
      return result;
    }
    if (view.kind() == ViewKind.FLOAT32 && raw == float[].class) {
      float[] result = new float[length];
      bytes.asFloatBuffer().get(result);
      return result;
    }
    if (view.kind() == ViewKind.FLOAT64 && raw == double[].class) {
      double[] result = new double[length];
      bytes.asDoubleBuffer().get(result);
      return result;
    }
    return null;
  }

  /** A property name as a key of a Java map. */
  static Object key(String name, Class<?> raw) {
    if (raw == String.class || raw == Object.class) {
      return name;
    }
    if (raw.isEnum()) {
      try {
        return constant(name, raw);
      } catch (Refusal e) {
        throw e.within("<key>");
      }
    }
    try {
      if (raw == Integer.class && Integer.toString(Integer.parseInt(name)).equals(name)) {
        return Integer.valueOf(name);
      }
      if (raw == Long.class && Long.toString(Long.parseLong(name)).equals(name)) {
        return Long.valueOf(name);
      }
    } catch (NumberFormatException e) {
      // Told below, as for other names that are no such key.
    }
    throw new Refusal(" has a property whose name is no " + raw.getSimpleName());
  }

  /** What a value is, without showing it. */
  static String describe(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof BigInteger) {
      return "a BigInt";
    }
    if (value instanceof Number) {
      return "the number " + value;
    }
    return value instanceof String || value instanceof Boolean
        ? "a " + value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)
        : "a " + value;
  }
}
