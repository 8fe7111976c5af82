package dev.valence.net.cookie;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The date of an {@code Expires} attribute (RFC 6265bis §5.1.1). */
public final class CookieDate {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private int hour = -1;
  private int minute;
  private int second;
  private int day = -1;
  private int month = -1;
  private int year = -1;

  private CookieDate() {}

  /**
   * The moment that a cookie date names; null when it names none. Time zones are ignored: the date
   * is always UTC.
   */
  public static @Nullable Instant parse(String text) {
    CookieDate date = new CookieDate();
    int length = text.length();
    int position = 0;
    while (position < length) {
      while (position < length && isDelimiter(text.charAt(position))) {
        position++;
      }
      int start = position;
      while (position < length && !isDelimiter(text.charAt(position))) {
        position++;
      }
      if (position > start) {
        date.take(text, start, position);
      }
    }
    return date.toInstant();
  }

  /** Steps 2.1 to 2.4: each kind of token counts once, in this order of preference. */
  private void take(String text, int start, int end) {
    if (hour < 0 && takeTime(text, start, end)) {
      return;
    }
    int digits = digitsAt(text, start, end);
    if (day < 0 && digits >= 1 && digits <= 2) {
      day = number(text, start, digits);
    } else if (month < 0 && isMonth(text, start, end)) {
      month = monthAt(text, start);
    } else if (year < 0 && digits >= 2 && digits <= 4) {
      year = fullYear(number(text, start, digits));
    }
  }

  /** {@code time = time-field ":" time-field ":" time-field [ non-digit *OCTET ]}. */
  private boolean takeTime(String text, int start, int end) {
    int position = start;
    int[] fields = new int[3];
    for (int i = 0; i < 3; i++) {
      int digits = digitsAt(text, position, end);
      if (digits < 1 || digits > 2) {
        return false;
      }
      fields[i] = number(text, position, digits);
      position += digits;
      if (i < 2) {
        if (position >= end || text.charAt(position) != ':') {
          return false;
        }
        position++;
      }
    }
    hour = fields[0];
    minute = fields[1];
    second = fields[2];
    return true;
  }

  private @Nullable Instant toInstant() {
    if (hour < 0 || day < 0 || month < 0 || year < 1601) {
      return null;
    }
    try {
      return LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noSuchDate) {
      return null;
    }
  }

  private static int fullYear(int year) {
    if (year >= 70 && year <= 99) {
      return year + 1900;
    }
    return year <= 69 ? year + 2000 : year;
  }

  private static boolean isMonth(String text, int start, int end) {
    return end - start >= 3 && monthAt(text, start) > 0;
  }

  /** 1 to 12, or 0 for no month. */
  private static int monthAt(String text, int start) {
    for (int i = 0; i < 12; i++) {
      if (text.regionMatches(true, start, MONTHS, i * 3, 3)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static int digitsAt(String text, int start, int end) {
    int position = start;
    while (position < end && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
      position++;
    }
    return position - start;
  }

  private static int number(String text, int start, int digits) {
    return Integer.parseInt(text, start, start + digits, 10);
  }

  /** {@code delimiter = %x09 / %x20-2F / %x3B-40 / %x5B-60 / %x7B-7E}. */
  private static boolean isDelimiter(char c) {
    return c == 0x09
        || (c >= 0x20 && c <= 0x2F)
        || (c >= 0x3B && c <= 0x40)
        || (c >= 0x5B && c <= 0x60)
        || (c >= 0x7B && c <= 0x7E);
  }
}
