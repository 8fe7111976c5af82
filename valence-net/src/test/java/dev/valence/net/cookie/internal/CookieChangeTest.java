package dev.valence.net.cookie.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.internal.CookieChange.Kind;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieChangeTest {
  private static CookieChange change(Kind kind, String value) {
    Cookie cookie = Cookie.builder("a", value, "example.com", "/").build();
    return new CookieChange(kind, cookie, Instant.EPOCH);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, PUT, later", "PUT, REMOVE, later", "PUT, TOUCH, earlier",
    "REMOVE, PUT, later", "REMOVE, REMOVE, later", "REMOVE, TOUCH, earlier",
    "TOUCH, PUT, later", "TOUCH, REMOVE, later", "TOUCH, TOUCH, later"
  })
  void anAccessGivesWayToEveryOtherChange(Kind earlier, Kind later, String kept) {
    assertThat(CookieChange.ofTwo(change(earlier, "earlier"), change(later, "later")).cookie())
        .extracting(Cookie::value)
        .isEqualTo(kept);
  }
}
