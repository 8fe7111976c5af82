package dev.valence.net.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dates of HTTP headers such as {@code Date}, {@code Expires} and {@code Last-Modified} (RFC
 * 9110 §5.6.7). Cookies have dates of their own.
 */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final String TIME = "(?<h>\\d{2}):(?<m>\\d{2}):(?<s>\\d{2})";
  private static final List<Pattern> FORMATS =
      List.of(
          // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
          pattern("[a-z]{3}, (?<day>\\d{2}) (?<month>[a-z]{3}) (?<year>\\d{4}) " + TIME + " gmt"),
          // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
          pattern("[a-z]{6,9}, (?<day>\\d{2})-(?<month>[a-z]{3})-(?<year>\\d{2}) " + TIME + " gmt"),
          // asctime: Sun Nov  6 08:49:37 1994
          pattern("[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \\d]\\d) " + TIME + " (?<year>\\d{4})"));

  private HttpDate() {}

  /**
   * The instant, to the second, as an IMF-fixdate such as {@code Sun, 06 Nov 1994 08:49:37 GMT}.
   */
  public static String format(Instant instant) {
    return IMF_FIXDATE.format(instant);
  }

  /**
   * Reads any of the three formats of RFC 9110. The name of the weekday is not checked; a leap
   * second counts as the second before it.
   *
   * @param now decides the century of a date with two digits for its year: never more than 50 years
   *     ahead
   * @return null where the text is no such date
   */
  public static @Nullable Instant parse(String text, Instant now) {
    if (text.length() > 40) {
      return null;
    }
    for (Pattern format : FORMATS) {
      Matcher matcher = format.matcher(text);
      if (matcher.matches()) {
        return instant(matcher, now);
      }
    }
    return null;
  }

  private static @Nullable Instant instant(Matcher date, Instant now) {
    int month = MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT)) + 1;
    if (month == 0) {
      return null;
    }
    int year = number(date, "year");
    if (date.group("year").length() == 2) {
      year = fullYear(year, now);
    }
    int second = number(date, "s") == 60 ? 59 : number(date, "s");
    try {
      return LocalDateTime.of(
              year, month, number(date, "day"), number(date, "h"), number(date, "m"), second)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException notADate) {
      return null;
    }
  }

  private static int fullYear(int twoDigits, Instant now) {
    int thisYear = now.atZone(ZoneOffset.UTC).getYear();
    int year = thisYear - thisYear % 100 + twoDigits;
    return year > thisYear + 50 ? year - 100 : year;
  }

  private static int number(Matcher date, String group) {
    return Integer.parseInt(date.group(group).strip());
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
