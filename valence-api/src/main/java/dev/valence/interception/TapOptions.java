package dev.valence.interception;

import java.util.Objects;

/**
 * How much of a body may wait in a tap, and what happens when it is full.
 *
 * @param capacity in bytes; the last piece may go beyond
 * @param overflow what happens then
 */
public record TapOptions(int capacity, Overflow overflow) {
  /** The most that a tap may hold. */
  public static final int MOST_CAPACITY = 64 << 20;

  private static final int DEFAULT_CAPACITY = 1 << 20;

  /** What a full tap does. */
  public enum Overflow {
    /** The body waits until the tap is read: every byte is seen. */
    HOLD,
    /** What arrives meanwhile is left out of the tap and counted: the body never waits. */
    DROP
  }

  /**
   * @throws IllegalArgumentException when the capacity is not 1 to {@value #MOST_CAPACITY}
   */
  public TapOptions {
    Objects.requireNonNull(overflow, "overflow");
    if (capacity < 1 || capacity > MOST_CAPACITY) {
      throw new IllegalArgumentException(
          "the capacity of a tap is 1 to " + MOST_CAPACITY + " bytes, not " + capacity);
    }
  }

  /** 1 MiB; the body waits for the tap. */
  public static TapOptions hold() {
    return new TapOptions(DEFAULT_CAPACITY, Overflow.HOLD);
  }

  /** 1 MiB; the body never waits. */
  public static TapOptions drop() {
    return new TapOptions(DEFAULT_CAPACITY, Overflow.DROP);
  }
}
