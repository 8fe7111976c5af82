package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Wed, 21 Oct 2015 07:28:00 GMT|2015-10-21T07:28:00Z",
        "Wednesday, 21-Oct-15 07:28:00 GMT|2015-10-21T07:28:00Z",
        "Wed Oct 21 07:28:00 2015|2015-10-21T07:28:00Z",
        "21 october 2015 7:8:0|2015-10-21T07:08:00Z",
        "07:28:00 2015 21 Oct|2015-10-21T07:28:00Z",
        "21 Oct 69 07:28:00|2069-10-21T07:28:00Z",
        "21 Oct 70 07:28:00|1970-10-21T07:28:00Z",
        "21th Oct 2015x 07:28:00z|2015-10-21T07:28:00Z",
        "29 Feb 2024 00:00:00|2024-02-29T00:00:00Z",
      })
  void understood(String text, Instant expected) {
    assertThat(CookieDate.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "never",
        "21 Oct 2015",
        "21 Oct 2015 07:28",
        "21 Foo 2015 07:28:00",
        "32 Oct 2015 07:28:00",
        "0 Oct 2015 07:28:00",
        "29 Feb 2023 00:00:00",
        "21 Oct 2015 24:00:00",
        "21 Oct 2015 07:60:00",
        "21 Oct 2015 07:28:60",
        "21 Oct 1600 07:28:00",
        "21 Oct 20155 07:28:00",
        "21 Oct 2015 007:28:00",
      })
  void refused(String text) {
    assertThat(CookieDate.parse(text)).isNull();
  }
}
