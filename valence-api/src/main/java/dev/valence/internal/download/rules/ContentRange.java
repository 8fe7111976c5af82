package dev.valence.internal.download.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Content-Range} of bytes (RFC 9110 §14.4).
 *
 * @param first the first byte; -1 where the range could not be served
 * @param last the last byte, inclusive; -1 as well
 * @param length of the whole file; -1 where it is not told
 */
public record ContentRange(long first, long last, long length) {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?i)bytes\\s+(?:(\\d{1,18})\\s*-\\s*(\\d{1,18})|\\*)\\s*/\\s*(\\d{1,18}|\\*)");

  /** Null where it is none. */
  public static @Nullable ContentRange parse(@Nullable String field) {
    Matcher parts = field == null ? null : SYNTAX.matcher(field.strip());
    if (parts == null || !parts.matches()) {
      return null;
    }
    long length = parts.group(3).equals("*") ? -1 : Long.parseLong(parts.group(3));
    if (parts.group(1) == null) {
      return length < 0 ? null : new ContentRange(-1, -1, length);
    }
    long first = Long.parseLong(parts.group(1));
    long last = Long.parseLong(parts.group(2));
    return last < first || (length >= 0 && last >= length)
        ? null
        : new ContentRange(first, last, length);
  }
}
