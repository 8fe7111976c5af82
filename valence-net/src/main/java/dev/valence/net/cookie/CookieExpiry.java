package dev.valence.net.cookie;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a cookie ends (RFC 6265bis §5.6.1, §5.6.2, §5.7). Times are microseconds. */
final class CookieExpiry {
  /** §5.5: a user agent keeps no cookie longer than 400 days. */
  static final long LONGEST_MICROS = 400L * 24 * 60 * 60 * 1_000_000;

  /** A time that is over for certain. */
  private static final long OVER = 0;

  private CookieExpiry() {}

  /**
   * The expiry that the attributes give; {@code Max-Age} wins over {@code Expires}.
   *
   * @param nowMicros the present
   * @param serverMicros the server's idea of the present, by which an {@code Expires} is corrected
   *     as Chromium does; equal to {@code nowMicros} when it said nothing
   */
  static long of(ParsedSetCookie parsed, long nowMicros, long serverMicros) {
    String maxAge = parsed.maxAge();
    if (maxAge != null && isInteger(maxAge)) {
      return capped(fromMaxAge(maxAge, nowMicros), nowMicros);
    }
    String expires = parsed.expires();
    Instant date = expires == null ? null : CookieDate.parse(expires);
    if (date == null) {
      return Cookie.NEVER;
    }
    return capped(Cookie.micros(date) + (nowMicros - serverMicros), nowMicros);
  }

  /** The expiry a caller asked for, at most 400 days from now. */
  static long of(@Nullable Instant asked, long nowMicros) {
    return asked == null ? Cookie.NEVER : capped(Cookie.micros(asked), nowMicros);
  }

  private static long capped(long expiry, long nowMicros) {
    return Math.min(expiry, nowMicros + LONGEST_MICROS);
  }

  private static long fromMaxAge(String digits, long nowMicros) {
    if (digits.charAt(0) == '-') {
      return OVER;
    }
    // Ten digits of seconds are already more than the cap.
    String significant = digits.replaceFirst("^0+", "");
    if (significant.isEmpty()) {
      return OVER;
    }
    return significant.length() > 10
        ? nowMicros + LONGEST_MICROS
        : nowMicros + Long.parseLong(significant) * 1_000_000;
  }

  private static boolean isInteger(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    if (text.length() == start) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
