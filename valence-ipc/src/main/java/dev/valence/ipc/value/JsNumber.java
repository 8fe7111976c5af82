package dev.valence.ipc.value;

/**
 * JavaScript has one type of number, so that equal numbers are equal Java values here: whole
 * numbers of 32 bits are {@code Integer}, all others, and {@code -0}, are {@code Double}.
 */
public final class JsNumber {
  /** The greatest whole number below which no two are the same double: 2^53 - 1. */
  public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private JsNumber() {}

  /**
   * The number as an {@code Integer} where it is one, and not {@code -0}; else a {@code Double}.
   */
  public static Number of(double number) {
    int whole = (int) number;
    if (whole == number && (whole != 0 || 1 / number > 0)) {
      return whole;
    }
    return number;
  }

  /**
   * Any number of Java's own sizes as a number of JavaScript.
   *
   * @throws IllegalArgumentException for a {@code long} that no double holds exactly, and for other
   *     classes of numbers
   */
  public static Number of(Number number) {
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return number.intValue();
    }
    if (number instanceof Double || number instanceof Float) {
      return of(number.doubleValue());
    }
    if (number instanceof Long) {
      long whole = number.longValue();
      if (whole > MAX_SAFE_INTEGER || whole < -MAX_SAFE_INTEGER) {
        throw new IllegalArgumentException(
            "the long " + whole + " is no safe integer of JavaScript; give it as a BigInteger");
      }
      return of((double) whole);
    }
    throw new IllegalArgumentException(
        "a " + number.getClass().getName() + " is no number of JavaScript");
  }
}
