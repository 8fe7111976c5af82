package dev.valence.ipc.value;

import java.time.Instant;

/**
 * A {@code Date}: milliseconds since 1970 within 100,000,000 days, or invalid. An {@code Instant}
 * could not say the latter.
 */
public final class JsDate {
  private static final double MAX_TIME = 8.64e15;

  private final double time;

  /** A date of milliseconds since 1970; what is no time makes an invalid date (TimeClip). */
  public JsDate(double milliseconds) {
    boolean valid = Math.abs(milliseconds) <= MAX_TIME;
    time = valid ? (double) (long) milliseconds : Double.NaN;
  }

  /**
   * The date of an instant, which loses what is less than a millisecond.
   *
   * @throws IllegalArgumentException for an instant outside of JavaScript's range
   */
  public static JsDate of(Instant instant) {
    boolean far = Math.abs((double) instant.getEpochSecond()) > MAX_TIME / 1000 + 1;
    JsDate date = new JsDate(far ? Double.NaN : instant.toEpochMilli());
    if (!date.isValid()) {
      throw new IllegalArgumentException("the instant " + instant + " is no Date of JavaScript");
    }
    return date;
  }

  /** Milliseconds since 1970, or NaN. */
  public double time() {
    return time;
  }

  /** Whether the date is a time. */
  public boolean isValid() {
    return !Double.isNaN(time);
  }

  /**
   * The instant.
   *
   * @throws IllegalStateException for an invalid date
   */
  public Instant instant() {
    if (!isValid()) {
      throw new IllegalStateException("Invalid Date");
    }
    return Instant.ofEpochMilli((long) time);
  }

  @Override
  public String toString() {
    return isValid() ? instant().toString() : "Invalid Date";
  }
}
