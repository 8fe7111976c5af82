package dev.valence.net.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.auth.AuthCredentials;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7616 §3.9 (examples), and the rules of §3.3 and §3.4. */
class DigestResponseTest {
  private static final AuthCredentials MUFASA = AuthCredentials.of("Mufasa", "Circle of Life");
  private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  private static DigestChallenge challenge(String parameters) {
    return Objects.requireNonNull(
        DigestChallenge.of(ChallengeParser.parse(List.of("Digest " + parameters)).get(0)));
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
  })
  void theFirstExampleOfTheStandard(String algorithm, String response) {
    DigestChallenge challenge =
        challenge(
            "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm="
                + algorithm
                + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");

    assertThat(new DigestResponse(challenge).value(MUFASA, "GET", "/dir/index.html", 1, CNONCE, ""))
        .isEqualTo(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\","
                + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " uri=\"/dir/index.html\", algorithm="
                + algorithm
                + ", response=\""
                + response
                + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=auth,"
                + " nc=00000001, cnonce=\""
                + CNONCE
                + "\"");
  }

  @Test
  void userHashAndCharset() {
    // RFC 7616 §3.9.2, the hash of the name; the response there suffers from an erratum.
    DigestChallenge challenge =
        challenge(
            "realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
                + " charset=UTF-8, userhash=true");
    String value =
        new DigestResponse(challenge)
            .value(
                AuthCredentials.of("Jäsøn Doe", "Secret, or not?"),
                "GET",
                "/doe.json",
                1,
                "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm",
                "");

    assertThat(value)
        .contains("username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"")
        .contains("userhash=true")
        .contains("algorithm=SHA-512-256");
  }

  @Test
  void aNameOutsideAsciiTakesItsExtendedForm() {
    DigestChallenge utf8 = challenge("realm=\"r\", nonce=\"n\", qop=\"auth\", charset=UTF-8");
    DigestChallenge plain = challenge("realm=\"r\", nonce=\"n\", qop=\"auth\"");
    AuthCredentials login = AuthCredentials.of("Jörg", "x");

    assertThat(new DigestResponse(utf8).value(login, "GET", "/", 1, "c", ""))
        .startsWith("Digest username*=UTF-8''J%C3%B6rg, ");
    assertThat(new DigestResponse(plain).value(login, "GET", "/", 1, "c", ""))
        .startsWith("Digest username=\"J\u00C3\u00B6rg\", ");
  }

  @Test
  void quotesAreEscaped() {
    DigestChallenge challenge = challenge("realm=\"a \\\"b\\\"\", nonce=\"n\"");

    assertThat(
            new DigestResponse(challenge)
                .value(AuthCredentials.of("us\"er", "x"), "GET", "/\"", 1, "c", ""))
        .contains("username=\"us\\\"er\"")
        .contains("realm=\"a \\\"b\\\"\"")
        .contains("uri=\"/\\\"\"")
        .doesNotContain("qop=")
        .doesNotContain("nc=");
  }

  @Test
  void withoutQopAsRfc2069HadIt() {
    // RFC 2069 §2.4 with the corrected response (its erratum 749).
    DigestChallenge challenge =
        challenge(
            "realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");

    assertThat(
            new DigestResponse(challenge)
                .value(
                    AuthCredentials.of("Mufasa", "CircleOfLife"),
                    "GET",
                    "/dir/index.html",
                    1,
                    "c",
                    ""))
        .contains("response=\"1949323746fe6a43ef61f9606e7febea\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth           | AUTH",
        "auth-int       | AUTH_INT",
        "auth-int, auth | AUTH",
        "AUTH           | AUTH",
        "token          | NONE",
      })
  void theQualityOfProtection(String offered, DigestChallenge.Qop chosen) {
    assertThat(challenge("realm=\"r\", nonce=\"n\", qop=\"" + offered + "\"").qop())
        .isEqualTo(chosen);
  }

  @Test
  void whatCannotBeAnswered() {
    for (String parameters :
        List.of("realm=\"r\"", "realm=\"r\", nonce=\"\"", "nonce=\"n\", algorithm=MD2")) {
      Challenge challenge = ChallengeParser.parse(List.of("Digest " + parameters)).get(0);
      assertThat(DigestChallenge.of(challenge)).isNull();
    }
    assertThat(challenge("nonce=\"n\", algorithm=\"sha-256-SESS\"").session()).isTrue();
  }
}
