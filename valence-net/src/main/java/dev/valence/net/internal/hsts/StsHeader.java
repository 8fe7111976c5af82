package dev.valence.net.internal.hsts;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Strict-Transport-Security} field says (RFC 6797 §6.1).
 *
 * @param maxAgeSeconds for how long the host is only spoken to over TLS, a year at the most, as in
 *     Chromium; 0 ends it
 * @param includeSubDomains whether that goes for all hosts below it, too
 */
public record StsHeader(long maxAgeSeconds, boolean includeSubDomains) {
  /** Chromium's {@code kMaxHSTSAgeSecs}. */
  static final long MAX_AGE_SECONDS = 365L * 24 * 60 * 60;

  /**
   * Reads a field; null where it does not follow the grammar, which voids it as a whole: no or a
   * second {@code max-age}, a number that is none, a value where none belongs.
   */
  public static @Nullable StsHeader parse(String field) {
    Set<String> seen = new HashSet<>();
    long maxAge = -1;
    boolean subDomains = false;
    for (String directive : field.split(";", -1)) {
      String text = directive.strip();
      if (text.isEmpty()) {
        continue;
      }
      int equals = text.indexOf('=');
      String name =
          (equals < 0 ? text : text.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
      String value = equals < 0 ? null : unquoted(text.substring(equals + 1).strip());
      if (!isToken(name) || !seen.add(name)) {
        return null;
      }
      if (name.equals("max-age")) {
        maxAge = seconds(value);
        if (maxAge < 0) {
          return null;
        }
      } else if (name.equals("includesubdomains")) {
        if (value != null) {
          return null;
        }
        subDomains = true;
      }
    }
    return maxAge < 0 ? null : new StsHeader(maxAge, subDomains);
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static long seconds(@Nullable String digits) {
    if (digits == null || digits.isEmpty()) {
      return -1;
    }
    long seconds = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      seconds = Math.min(MAX_AGE_SECONDS, seconds * 10 + digit);
    }
    return seconds;
  }

  private static boolean isToken(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
  }
}
