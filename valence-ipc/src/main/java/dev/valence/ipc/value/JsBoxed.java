package dev.valence.ipc.value;

import java.math.BigInteger;

/** A primitive in an object: {@code new Boolean(true)}, {@code Object(1n)}. */
public final class JsBoxed {
  private final Object value;

  /**
   * Boxes a primitive.
   *
   * @throws IllegalArgumentException when it is no boolean, number, BigInteger or string
   */
  public JsBoxed(Object value) {
    if (value instanceof Boolean || value instanceof String || value instanceof BigInteger) {
      this.value = value;
    } else if (value instanceof Number number) {
      this.value = JsNumber.of(number);
    } else {
      throw new IllegalArgumentException(
          "a " + value.getClass().getName() + " is no primitive of JavaScript");
    }
  }

  /** A {@code Boolean}, {@code Integer}, {@code Double}, {@code BigInteger} or {@code String}. */
  public Object value() {
    return value;
  }

  @Override
  public String toString() {
    return "JsBoxed(" + value.getClass().getSimpleName() + ")";
  }
}
