package dev.valence.net.internal.pac;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code weekdayRange}, {@code dateRange} and {@code timeRange}, by Netscape's PAC document: both
 * ends count, a range may go over the turn of the week, the year or the day, and {@code "GMT"} as
 * the last parameter means UTC. What cannot be read is not in range. Pure functions of clock and
 * parameters.
 */
final class PacDates {
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final int NONE = -1;

  private PacDates() {}

  static boolean weekdayRange(Clock clock, List<String> parameters) {
    List<String> days = withoutGmt(parameters);
    if (days.isEmpty() || days.size() > 2) {
      return false;
    }
    int from = WEEKDAYS.indexOf(days.get(0).toUpperCase(Locale.ROOT));
    int to = WEEKDAYS.indexOf(days.get(days.size() - 1).toUpperCase(Locale.ROOT));
    int today = now(clock, parameters).getDayOfWeek().getValue() % 7;
    return from >= 0 && to >= 0 && inCircle(from, today, to);
  }

  static boolean dateRange(Clock clock, List<String> parameters) {
    List<String> parts = withoutGmt(parameters);
    boolean single = parts.size() == 1 || parts.size() == 3;
    if (parts.isEmpty() || parts.size() > 6 || (!single && parts.size() % 2 != 0)) {
      return false;
    }
    int half = single ? parts.size() : parts.size() / 2;
    Date from = Date.of(parts.subList(0, half));
    Date to = Date.of(parts.subList(parts.size() - half, parts.size()));
    if (from == null || to == null || !from.sameParts(to)) {
      return false;
    }
    ZonedDateTime now = now(clock, parameters);
    Date today = new Date(now.getYear(), now.getMonthValue(), now.getDayOfMonth());
    long first = from.number(from);
    long last = to.number(from);
    long current = today.number(from);
    // Years do not come round again.
    return from.year == NONE ? inCircle(first, current, last) : first <= current && current <= last;
  }

  static boolean timeRange(Clock clock, List<String> parameters) {
    List<String> parts = withoutGmt(parameters);
    int[] numbers = new int[parts.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(parts.get(i));
      if (numbers[i] < 0 || numbers[i] > 59) {
        return false;
      }
    }
    ZonedDateTime now = now(clock, parameters);
    int second = now.toLocalTime().toSecondOfDay();
    return switch (numbers.length) {
      case 1 -> now.getHour() == numbers[0];
      case 2 -> inCircle(numbers[0], now.getHour(), numbers[1]);
      case 4 ->
          inCircle(seconds(numbers[0], numbers[1], 0), second, seconds(numbers[2], numbers[3], 59));
      case 6 ->
          inCircle(
              seconds(numbers[0], numbers[1], numbers[2]),
              second,
              seconds(numbers[3], numbers[4], numbers[5]));
      default -> false;
    };
  }

  /** A day, a month, a year, or several of them; {@link #NONE} where a part is not given. */
  private record Date(int year, int month, int day) {
    static @Nullable Date of(List<String> parts) {
      int year = NONE;
      int month = NONE;
      int day = NONE;
      for (String part : parts) {
        int number = PacDates.number(part);
        int name = MONTHS.indexOf(part.toUpperCase(Locale.ROOT));
        if (name >= 0 && month == NONE) {
          month = name + 1;
        } else if (number >= 1 && number <= 31 && day == NONE) {
          day = number;
        } else if (number > 31 && number <= 9999 && year == NONE) {
          year = number;
        } else {
          return null;
        }
      }
      return new Date(year, month, day);
    }

    boolean sameParts(Date other) {
      return (year == NONE) == (other.year == NONE)
          && (month == NONE) == (other.month == NONE)
          && (day == NONE) == (other.day == NONE);
    }

    /** To compare by the parts that the pattern has. */
    long number(Date pattern) {
      return (pattern.year == NONE ? 0 : year) * 10_000L
          + (pattern.month == NONE ? 0 : month) * 100L
          + (pattern.day == NONE ? 0 : day);
    }
  }

  private static boolean inCircle(long from, long value, long to) {
    return from <= to ? from <= value && value <= to : from <= value || value <= to;
  }

  private static int seconds(int hour, int minute, int second) {
    return (hour * 60 + minute) * 60 + second;
  }

  /** -1 when it is no whole number below 100000. */
  private static int number(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return NONE;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static boolean isGmt(List<String> parameters) {
    return !parameters.isEmpty() && parameters.get(parameters.size() - 1).equalsIgnoreCase("GMT");
  }

  private static List<String> withoutGmt(List<String> parameters) {
    return isGmt(parameters) ? parameters.subList(0, parameters.size() - 1) : parameters;
  }

  private static ZonedDateTime now(Clock clock, List<String> parameters) {
    return clock.instant().atZone(isGmt(parameters) ? ZoneOffset.UTC : clock.getZone());
  }
}
