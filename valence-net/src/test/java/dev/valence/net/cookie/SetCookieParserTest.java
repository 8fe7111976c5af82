package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SetCookieParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b|a|b",
        "  a  =  b  |a|b",
        "a=b=c|a|b=c",
        "a=|a|''",
        "=b|''|b",
        "b|''|b",
        "==b|''|=b",
        "a=\"b c\"; Path=/|a|\"b c\"",
        "a=b;secure;x=y|a|b",
      })
  void namesAndValues(String line, String name, String value) {
    ParsedSetCookie parsed = SetCookieParser.parse(line);
    assertThat(parsed.inclusion()).isEqualTo(CookieInclusion.INCLUDE);
    assertThat(parsed.name()).isEqualTo(name);
    assertThat(parsed.value()).isEqualTo(value);
  }

  static Stream<Object[]> refusals() {
    return Stream.of(
        new Object[] {"", CookieInclusion.EXCLUDE_NO_COOKIE_CONTENT},
        new Object[] {"=", CookieInclusion.EXCLUDE_NO_COOKIE_CONTENT},
        new Object[] {" ; path=/", CookieInclusion.EXCLUDE_NO_COOKIE_CONTENT},
        new Object[] {"a=b\0c", CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER},
        new Object[] {"a=b\rc", CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER},
        new Object[] {"a=b\nc", CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER},
        new Object[] {"a=b\tc", CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER},
        new Object[] {"a\u007F=b", CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER},
        new Object[] {"a=b; path=/\u0001", CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER},
        new Object[] {
          "a=" + "b".repeat(4096), CookieInclusion.EXCLUDE_NAME_VALUE_PAIR_EXCEEDS_MAX_SIZE
        },
        new Object[] {
          "a=" + "\u00e4".repeat(2048), CookieInclusion.EXCLUDE_NAME_VALUE_PAIR_EXCEEDS_MAX_SIZE
        });
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses(String line, CookieInclusion reason) {
    assertThat(SetCookieParser.parse(line).inclusion()).isEqualTo(reason);
  }

  @Test
  void sizesUpToTheLimitsAreKept() {
    assertThat(SetCookieParser.parse("a=" + "b".repeat(4095)).inclusion().isIncluded()).isTrue();
    String path = "/" + "p".repeat(1023);
    assertThat(SetCookieParser.parse("a=b; path=" + path).path()).isEqualTo(path);
  }

  @Test
  void anAttributeThatIsTooLongIsPassedOver() {
    ParsedSetCookie parsed = SetCookieParser.parse("a=b; path=/" + "p".repeat(1024) + "; secure");
    assertThat(parsed.inclusion()).isEqualTo(CookieInclusion.INCLUDE);
    assertThat(parsed.path()).isNull();
    assertThat(parsed.secure()).isTrue();
  }

  @Test
  void attributesHaveAnyCaseAndTheLastWins() {
    ParsedSetCookie parsed =
        SetCookieParser.parse(
            "a=b; DOMAIN=x.org; domain=y.org; Path=/a; PATH=/b; HttpOnly=no; SECURE; Max-Age=1;"
                + " max-age=2; Expires=soon; Partitioned; SameSite=Strict; samesite=NONE;"
                + " Priority=High");
    assertThat(parsed.domain()).isEqualTo("y.org");
    assertThat(parsed.path()).isEqualTo("/b");
    assertThat(parsed.maxAge()).isEqualTo("2");
    assertThat(parsed.expires()).isEqualTo("soon");
    assertThat(parsed.httpOnly() && parsed.secure() && parsed.partitioned()).isTrue();
    assertThat(parsed.sameSite()).isEqualTo(SameSite.NO_RESTRICTION);
    assertThat(parsed.priority()).isEqualTo(CookiePriority.HIGH);
  }

  @ParameterizedTest
  @CsvSource({
    "Lax,LAX",
    "STRICT,STRICT",
    "none,NO_RESTRICTION",
    "what,UNSPECIFIED",
    "'',UNSPECIFIED"
  })
  void sameSite(String value, SameSite expected) {
    assertThat(SetCookieParser.parse("a=b; SameSite=" + value).sameSite()).isEqualTo(expected);
  }

  @Test
  void whatIsParsedDoesNotShowItsValue() {
    assertThat(SetCookieParser.parse("a=secret").toString()).doesNotContain("secret");
  }
}
