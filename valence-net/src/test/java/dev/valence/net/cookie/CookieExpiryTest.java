package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieExpiryTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant CAP = NOW.plus(Duration.ofDays(400));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "session",
      value = {
        "a=b|session",
        "a=b; Max-Age=60|2026-03-01T12:01:00Z",
        "a=b; Max-Age=0|1970-01-01T00:00:00Z",
        "a=b; Max-Age=-1|1970-01-01T00:00:00Z",
        "a=b; Max-Age=00000000000000060|2026-03-01T12:01:00Z",
        "a=b; Max-Age=60.5|session",
        "a=b; Max-Age=+60|session",
        "a=b; Max-Age=|session",
        "a=b; Max-Age=-|session",
        "a=b; Expires=Sun, 01 Mar 2026 13:00:00 GMT|2026-03-01T13:00:00Z",
        "a=b; Expires=Sun, 01 Mar 2026 13:00:00 GMT; Max-Age=60|2026-03-01T12:01:00Z",
        "a=b; Expires=Sun, 01 Mar 2026 13:00:00 GMT; Max-Age=x|2026-03-01T13:00:00Z",
        "a=b; Expires=never|session",
      })
  void fromAttributes(String line, String expected) {
    assertThat(expiry(line, NOW)).isEqualTo(expected == null ? null : Instant.parse(expected));
  }

  @Test
  void noCookieOutlives400Days() {
    assertThat(expiry("a=b; Max-Age=99999999", NOW)).isEqualTo(CAP);
    assertThat(expiry("a=b; Max-Age=99999999999999999999999", NOW)).isEqualTo(CAP);
    assertThat(expiry("a=b; Expires=Fri, 31 Dec 9999 23:59:59 GMT", NOW)).isEqualTo(CAP);
  }

  @Test
  void expiresIsCorrectedByTheServersClock() {
    Instant serverIsAnHourLate = NOW.minus(Duration.ofHours(1));
    assertThat(expiry("a=b; Expires=Sun, 01 Mar 2026 13:00:00 GMT", serverIsAnHourLate))
        .isEqualTo(Instant.parse("2026-03-01T14:00:00Z"));
  }

  private static Instant expiry(String line, Instant server) {
    long expiry =
        CookieExpiry.of(SetCookieParser.parse(line), Cookie.micros(NOW), Cookie.micros(server));
    return expiry == Cookie.NEVER ? null : Cookie.instant(expiry);
  }
}
