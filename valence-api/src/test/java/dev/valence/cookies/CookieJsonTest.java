package dev.valence.cookies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookieFileException;
import dev.valence.net.cookie.CookiePartitionKey;
import dev.valence.net.cookie.CookiePriority;
import dev.valence.net.cookie.CookieSourceScheme;
import dev.valence.net.cookie.SameSite;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieJsonTest {
  @Test
  void s074_theFieldsAreElectrons() {
    Cookie cookie =
        Cookie.builder("a", "b", ".example.com", "/p")
            .secure(true)
            .expirationDate(Instant.ofEpochMilli(1_900_000_000_250L))
            .sameSite(SameSite.STRICT)
            .build();
    assertThat(CookieJson.toJson(cookie))
        .hasToString(
            "{\"name\":\"a\",\"value\":\"b\",\"domain\":\".example.com\",\"hostOnly\":false,"
                + "\"path\":\"/p\",\"secure\":true,\"httpOnly\":false,\"session\":false,"
                + "\"expirationDate\":1.90000000025E9,\"sameSite\":\"strict\"}");
  }

  @Test
  void n146_aSessionCookieHasNoExpirationDate() {
    Cookie cookie = Cookie.builder("foo", "bar", "127.0.0.1", "/").build();
    assertThat(CookieJson.toJson(cookie))
        .hasToString(
            "{\"name\":\"foo\",\"value\":\"bar\",\"domain\":\"127.0.0.1\",\"hostOnly\":true,"
                + "\"path\":\"/\",\"secure\":false,\"httpOnly\":false,\"session\":true,"
                + "\"sameSite\":\"unspecified\"}");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws CookieFileException {
    List<Cookie> cookies =
        List.of(
            Cookie.builder("a", "\u2603 \"x\"", ".example.com", "/")
                .secure(true)
                .sourceScheme(CookieSourceScheme.SECURE)
                .httpOnly(true)
                .expirationDate(Instant.parse("2027-01-02T03:04:05.678901Z"))
                .sameSite(SameSite.NO_RESTRICTION)
                .priority(CookiePriority.HIGH)
                .partitionKey(new CookiePartitionKey("https://top.org", true))
                .build(),
            Cookie.builder("", "v", "localhost", "/").sameSite(SameSite.LAX).build());
    assertThat(CookieJson.read(CookieJson.write(cookies))).isEqualTo(cookies);
  }

  @Test
  void readsPlaywrightsStorageState() throws CookieFileException {
    List<Cookie> cookies =
        CookieJson.read(
            """
            {"origins": [{"origin": "https://x.org", "localStorage": []}],
             "cookies": [
              {"name": "a", "value": "1", "domain": ".x.org", "path": "/", "expires": 1900000000.5,
               "httpOnly": true, "secure": true, "sameSite": "None"},
              {"name": "b", "value": "2", "domain": "x.org", "path": "/", "expires": -1,
               "httpOnly": false, "secure": false, "sameSite": "Lax"},
              {"name": "c", "value": "3", "domain": "x.org", "path": "/", "expires": -1,
               "httpOnly": false, "secure": false, "sameSite": "None"}]}
            """);
    assertThat(cookies).extracting(Cookie::name).containsExactly("a", "b", "c");
    assertThat(cookies)
        .extracting(Cookie::sameSite)
        .containsExactly(SameSite.NO_RESTRICTION, SameSite.LAX, SameSite.UNSPECIFIED);
    assertThat(cookies.get(0).expirationDate()).isEqualTo(Instant.ofEpochMilli(1_900_000_000_500L));
    assertThat(cookies.get(0).hostOnly()).isFalse();
    assertThat(cookies.get(1).session()).isTrue();
    assertThat(cookies.get(1).hostOnly()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"value\":\"v\",\"domain\":\"x.org\"}|\"name\" is missing or not a string",
        "{\"name\":\"a\",\"value\":5,\"domain\":\"x.org\"}|\"value\" is missing or not a string",
        "{\"name\":\"a\",\"value\":\"v\",\"domain\":\"x.org\",\"secure\":1}|\"secure\" is neither"
            + " true nor false",
        "{\"name\":\"a\",\"value\":\"v\",\"domain\":\"x.org\",\"expirationDate\":\"x\"}|the expiry"
            + " is not a number",
        "{\"name\":\"a\",\"value\":\"v\",\"domain\":\"x.org\",\"expirationDate\":1e300}|the expiry"
            + " is out of range",
        "{\"name\":\"a\",\"value\":\"v\",\"domain\":\"x.org\",\"sameSite\":\"garbage\"}|Failed to"
            + " convert 'garbage' to an appropriate cookie same site value",
        "{\"name\":\"a\",\"value\":\"v\",\"domain\":\".org\"}|Failed to set cookie - The cookie was"
            + " set with an invalid Domain attribute.",
        "7|not an object",
        "{|not JSON",
      })
  void aBadObjectIsNamedByItsLine(String object, String problem) {
    String json = "[\n{\"name\":\"good\",\"value\":\"v\",\"domain\":\"x.org\"},\n" + object + "\n]";
    assertThatThrownBy(() -> CookieJson.read(json))
        .isInstanceOf(CookieFileException.class)
        .hasMessageEndingWith(": " + problem)
        .hasMessageMatching("(?s)Line [34]: .*");
  }

  @Test
  void whatHoldsNoCookiesIsRefused() {
    for (String json : List.of("{}", "5", "", "{\"cookies\": 5}", "[")) {
      assertThatThrownBy(() -> CookieJson.read(json)).isInstanceOf(CookieFileException.class);
    }
  }

  @Test
  void anErrorDoesNotShowAValue() {
    assertThatThrownBy(() -> CookieJson.read("[{\"name\":\"a\",\"value\":secret}]"))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
  }
}
