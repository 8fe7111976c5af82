package dev.valence.net.internal.cache.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One range of bytes (RFC 9110 §14.1.2) as a request states it.
 *
 * @param first the first byte's offset, or -1 for a range that counts from the end
 * @param last the last byte's offset, -1 for the end; the number of bytes from the end when {@code
 *     first} is -1
 */
public record ByteRange(long first, long last) {
  private static final long NONE = -1;
  private static final long INVALID = -2;

  /**
   * A range within a body: {@code from} inclusive, {@code to} exclusive.
   *
   * @param total the length of the whole
   */
  public record Span(long from, long to, long total) {
    public String contentRange() {
      return "bytes " + from + "-" + (to - 1) + "/" + total;
    }
  }

  /** Reads {@code bytes=…} with one range; null for several ranges, other units and nonsense. */
  public static @Nullable ByteRange parse(String value) {
    String text = value.strip();
    if (!text.toLowerCase(Locale.ROOT).startsWith("bytes=")) {
      return null;
    }
    return parseOne(text.substring(6).strip());
  }

  /**
   * Reads {@code bytes=…} with one range or several.
   *
   * @param most how many there may be
   * @return null for more of them, for other units and for nonsense
   */
  public static @Nullable List<ByteRange> parseAll(String value, int most) {
    String text = value.strip();
    if (!text.toLowerCase(Locale.ROOT).startsWith("bytes=")) {
      return null;
    }
    List<ByteRange> ranges = new ArrayList<>(1);
    for (String member : text.substring(6).split(",", -1)) {
      if (member.isBlank()) {
        continue;
      }
      ByteRange range = parseOne(member.strip());
      if (range == null || ranges.size() == most) {
        return null;
      }
      ranges.add(range);
    }
    return ranges.isEmpty() ? null : ranges;
  }

  private static @Nullable ByteRange parseOne(String range) {
    int dash = range.indexOf('-');
    if (dash < 0) {
      return null;
    }
    long before = number(range.substring(0, dash).strip());
    long after = number(range.substring(dash + 1).strip());
    if (before == INVALID || after == INVALID || before == NONE && after == NONE) {
      return null;
    }
    return before >= 0 && after >= 0 && after < before ? null : new ByteRange(before, after);
  }

  private static long number(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    if (text.length() > 18) {
      return INVALID;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return INVALID;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /** Where the range lies in a body of this length; null when it is outside (416). */
  public @Nullable Span within(long total) {
    if (first < 0) {
      return last == 0 || total == 0 ? null : new Span(Math.max(0, total - last), total, total);
    }
    if (first >= total) {
      return null;
    }
    return new Span(first, last < 0 ? total : Math.min(total, last + 1), total);
  }

  /**
   * Reads {@code Content-Range: bytes from-last/total} of a 206.
   *
   * @return null for anything else, an unknown total included
   */
  public static @Nullable Span parseContentRange(@Nullable String value) {
    if (value == null) {
      return null;
    }
    String text = value.strip().toLowerCase(Locale.ROOT);
    int dash = text.indexOf('-');
    int slash = text.indexOf('/');
    if (!text.startsWith("bytes ") || dash < 0 || slash < dash) {
      return null;
    }
    long from = number(text.substring(6, dash).strip());
    long last = number(text.substring(dash + 1, slash).strip());
    long total = number(text.substring(slash + 1).strip());
    return from < 0 || last < from || total <= last ? null : new Span(from, last + 1, total);
  }
}
