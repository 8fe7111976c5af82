package dev.valence.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "'Sun, 06 Nov 1994 08:49:37 GMT', 1994-11-06T08:49:37Z",
    "'sun, 06 nov 1994 08:49:37 gmt', 1994-11-06T08:49:37Z",
    "'Sunday, 06-Nov-94 08:49:37 GMT', 1994-11-06T08:49:37Z",
    "'Wednesday, 06-Nov-30 08:49:37 GMT', 2030-11-06T08:49:37Z",
    "'Sun Nov  6 08:49:37 1994', 1994-11-06T08:49:37Z",
    "'Sun Nov 16 08:49:37 1994', 1994-11-16T08:49:37Z",
    "'Sat, 31 Dec 2016 23:59:60 GMT', 2016-12-31T23:59:59Z",
    "'Mon, 29 Feb 2016 00:00:00 GMT', 2016-02-29T00:00:00Z",
  })
  void theThreeFormatsAreRead(String text, Instant instant) {
    assertThat(HttpDate.parse(text, NOW)).isEqualTo(instant);
  }

  @Test
  void twoDigitYearsAreNeverMoreThanFiftyYearsAhead() {
    assertThat(HttpDate.parse("Monday, 01-Jan-76 00:00:00 GMT", NOW))
        .isEqualTo(Instant.parse("2076-01-01T00:00:00Z"));
    assertThat(HttpDate.parse("Monday, 01-Jan-77 00:00:00 GMT", NOW))
        .isEqualTo(Instant.parse("1977-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "now",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 PST",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nor 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37 GMT and then a very long tail of other words",
      })
  void otherTextIsNoDate(String text) {
    assertThat(HttpDate.parse(text, NOW)).isNull();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      Instant instant = Instant.ofEpochSecond(random.nextLong(0, 253_402_300_799L));
      assertThat(HttpDate.parse(HttpDate.format(instant), NOW)).isEqualTo(instant);
    }
    assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.9Z")))
        .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }
}
