package dev.valence.internal.download.rules;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long to wait before the next try. */
public final class RetryDelay {
  private static final Duration MOST = Duration.ofSeconds(30);
  private static final Duration MOST_ASKED = Duration.ofMinutes(5);

  private RetryDelay() {}

  /**
   * The wait.
   *
   * @param failures in a row without progress, this one included
   * @param retryAfter the field of the answer, in seconds (RFC 9110 §10.2.3); a date is passed over
   */
  public static Duration of(Duration first, int failures, @Nullable String retryAfter) {
    Duration doubled = first.multipliedBy(1L << Math.min(20, Math.max(0, failures - 1)));
    Duration own = doubled.compareTo(MOST) > 0 ? MOST : doubled;
    if (retryAfter != null && retryAfter.strip().matches("\\d{1,9}")) {
      Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
      if (asked.compareTo(own) > 0) {
        return asked.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : asked;
      }
    }
    return own;
  }
}
