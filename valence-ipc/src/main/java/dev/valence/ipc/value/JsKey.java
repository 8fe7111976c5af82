package dev.valence.ipc.value;

import org.jspecify.annotations.Nullable;

/** Keys as JavaScript compares them. */
final class JsKey {
  private static final long MAX_INDEX = 0xFFFF_FFFEL;

  private JsKey() {}

  /** What stands for a key of a {@code Map} or an entry of a {@code Set}: SameValueZero. */
  static @Nullable Object sameValueZero(@Nullable Object key) {
    if (key instanceof Double || key instanceof Float) {
      // Maps have no -0.
      return JsNumber.of(((Number) key).doubleValue() + 0.0);
    }
    if (key instanceof Integer) {
      return key;
    }
    if (key instanceof Long || key instanceof Short || key instanceof Byte) {
      return JsNumber.of((Number) key);
    }
    return key;
  }

  /** The index of an array that a property name is, or -1. */
  static long arrayIndex(String name) {
    int length = name.length();
    if (length == 0 || length > 10 || (name.charAt(0) == '0' && length > 1)) {
      return -1;
    }
    long index = 0;
    for (int i = 0; i < length; i++) {
      char digit = name.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      index = index * 10 + (digit - '0');
    }
    return index <= MAX_INDEX ? index : -1;
  }
}
