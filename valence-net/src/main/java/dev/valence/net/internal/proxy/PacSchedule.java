package dev.valence.net.internal.proxy;

import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a PAC script is fetched again. After a success: when its response says that it is stale (RFC
 * 9111 §4.2.1), but not within a minute nor later than twelve hours, which is also what counts
 * where it says nothing. After failures: 8 s, 32 s, 2 min, then every 4 h. The delays are those of
 * Chromium, which does not look at freshness. Pure functions.
 */
final class PacSchedule {
  static final Duration LONGEST = Duration.ofHours(12);
  static final Duration SHORTEST = Duration.ofMinutes(1);

  private static final Duration[] AFTER_FAILURES = {
    Duration.ofSeconds(8), Duration.ofSeconds(32), Duration.ofMinutes(2), Duration.ofHours(4)
  };

  private PacSchedule() {}

  /**
   * The delay after failures.
   *
   * @param failures in a row, from 1
   */
  static Duration afterFailure(int failures) {
    return AFTER_FAILURES[Math.min(failures, AFTER_FAILURES.length) - 1];
  }

  /** The delay after a response with these fields, which came now. */
  static Duration afterSuccess(HeaderList headers, Instant now) {
    Duration fresh = freshness(headers, now);
    if (fresh == null || fresh.compareTo(LONGEST) > 0) {
      return LONGEST;
    }
    return fresh.compareTo(SHORTEST) < 0 ? SHORTEST : fresh;
  }

  private static @Nullable Duration freshness(HeaderList headers, Instant now) {
    String control = headers.get("cache-control");
    if (control != null) {
      for (String directive : control.split(",", -1)) {
        String text = directive.strip().toLowerCase(Locale.ROOT);
        if (text.equals("no-cache") || text.equals("no-store")) {
          return Duration.ZERO;
        }
        if (text.startsWith("max-age=")) {
          return seconds(text.substring("max-age=".length()));
        }
      }
    }
    String expires = headers.get("expires");
    if (expires == null) {
      return null;
    }
    Instant end = HttpDate.parse(expires, now);
    String date = headers.get("date");
    Instant sent = date == null ? null : HttpDate.parse(date, now);
    // A date that is none is in the past (RFC 9111 §5.3).
    return end == null ? Duration.ZERO : Duration.between(sent == null ? now : sent, end);
  }

  private static Duration seconds(String text) {
    String digits = text.replace("\"", "");
    if (digits.isEmpty() || digits.length() > 9) {
      return digits.isEmpty() ? Duration.ZERO : LONGEST;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return Duration.ZERO;
      }
    }
    return Duration.ofSeconds(Integer.parseInt(digits));
  }
}
