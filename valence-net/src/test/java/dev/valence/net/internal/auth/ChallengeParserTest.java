package dev.valence.net.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §11.6.1. */
class ChallengeParserTest {
  private static List<Challenge> parse(String... values) {
    return ChallengeParser.parse(List.of(values));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Basic realm=\"Foo\"                | Basic    |      | Foo",
        "Basic                              | Basic    |      |",
        "basic REALM=Foo                    | basic    |      | Foo",
        "Basic realm = \"a, b\"             | Basic    |      | a, b",
        "Basic realm=\"a \\\"b\\\" c\"      | Basic    |      | a \"b\" c",
        "Basic realm=\"no end               | Basic    |      | no end",
        "Basic realm=\"x\" junk, charset=u  | Basic    |      | x",
        "NTLM TlRMTVNTUAA=                  | NTLM     | TlRMTVNTUAA= |",
        "Negotiate a+b/c==                  | Negotiate | a+b/c== |",
        "NTLM                               | NTLM     |      |",
        ",,  ,Basic realm=\"x\"             | Basic    |      | x",
        "Digest realm=\"r\", nonce=\"n\"    | Digest   |      | r",
      })
  void oneChallenge(String value, String scheme, String token68, String realm) {
    List<Challenge> found = parse(value);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).scheme()).isEqualTo(scheme);
    assertThat(found.get(0).token68()).isEqualTo(token68 == null ? "" : token68);
    assertThat(found.get(0).realm()).isEqualTo(realm == null ? "" : realm);
  }

  @Test
  void theExampleOfTheStandard() {
    List<Challenge> found =
        parse(
            "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"");

    assertThat(found).extracting(Challenge::scheme).containsExactly("Basic", "Newauth");
    assertThat(found.get(1).parameters())
        .isEqualTo(Map.of("realm", "apps", "type", "1", "title", "Login to \"apps\""));
  }

  @Test
  void severalInOneFieldAndInSeveral() {
    List<Challenge> found =
        parse("Negotiate, NTLM, Digest realm=\"d\", nonce=\"1\"", "Basic realm=\"b\"");

    assertThat(found)
        .extracting(Challenge::scheme)
        .containsExactly("Negotiate", "NTLM", "Digest", "Basic");
    assertThat(found.get(2).parameter("nonce")).isEqualTo("1");
  }

  @Test
  void whatCannotBeReadIsSkipped() {
    assertThat(parse("@@@, \"quoted, Basic realm=x\", Basic realm=\"y\""))
        .extracting(Challenge::realm)
        .containsExactly("y");
    assertThat(parse("")).isEmpty();
    assertThat(parse("=,==,\"")).isEmpty();
  }

  @Test
  void theFirstOfRepeatedParametersCounts() {
    assertThat(parse("Basic realm=\"a\", realm=\"b\"").get(0).realm()).isEqualTo("a");
  }

  @Test
  void realmsAreUtf8WhereTheyCanBe() {
    assertThat(parse("Basic realm=\"K\u00C3\u00B6ln\"").get(0).realm()).isEqualTo("Köln");
    assertThat(parse("Basic realm=\"K\u00F6ln\"").get(0).realm()).isEqualTo("Köln");
  }

  @Test
  void hugeOnesAreBoundedAndQuick() {
    String many = "Basic realm=\"x\", ".repeat(3_000);
    String parameters = "Digest " + "a=\"b\", ".repeat(5_000);
    String open = "Basic realm=\"" + "\\".repeat(60_000);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(parse(many)).hasSize(32);
          assertThat(parse(parameters).get(0).parameters()).hasSizeLessThanOrEqualTo(64);
          assertThat(parse(open)).hasSize(1);
          assertThat(parse("Basic realm=\"" + "y".repeat(70_000) + "\"")).isEmpty();
        });
  }
}
