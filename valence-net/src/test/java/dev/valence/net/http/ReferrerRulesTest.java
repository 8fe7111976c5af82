package dev.valence.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.url.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferrerRulesTest {
  /** Per policy: to the same origin, across origins with TLS, down to plain http. */
  @ParameterizedTest
  @CsvSource({
    "NO_REFERRER, , ,",
    "NO_REFERRER_WHEN_DOWNGRADE, https://a.test/p?q, https://a.test/p?q,",
    "ORIGIN, https://a.test/, https://a.test/, https://a.test/",
    "ORIGIN_WHEN_CROSS_ORIGIN, https://a.test/p?q, https://a.test/, https://a.test/",
    "UNSAFE_URL, https://a.test/p?q, https://a.test/p?q, https://a.test/p?q",
    "SAME_ORIGIN, https://a.test/p?q, ,",
    "STRICT_ORIGIN, https://a.test/, https://a.test/,",
    "STRICT_ORIGIN_WHEN_CROSS_ORIGIN, https://a.test/p?q, https://a.test/,",
    "UNSET, https://a.test/p?q, https://a.test/,",
  })
  void aSecureReferrer(ReferrerPolicy policy, String same, String cross, String down) {
    Url referrer = Url.parse("https://user:word@a.test/p?q#f");
    assertThat(referer(policy, referrer, "https://a.test/x")).isEqualTo(same);
    assertThat(referer(policy, referrer, "https://b.test/x")).isEqualTo(cross);
    assertThat(referer(policy, referrer, "http://a.test/x")).isEqualTo(down);
    assertThat(referer(policy, referrer, "http://localhost/x")).isEqualTo(down);
  }

  /** Per policy: to the same origin, across origins, up to TLS. */
  @ParameterizedTest
  @CsvSource({
    "NO_REFERRER, , ,",
    "NO_REFERRER_WHEN_DOWNGRADE, http://a.test/p, http://a.test/p, http://a.test/p",
    "ORIGIN, http://a.test/, http://a.test/, http://a.test/",
    "ORIGIN_WHEN_CROSS_ORIGIN, http://a.test/p, http://a.test/, http://a.test/",
    "UNSAFE_URL, http://a.test/p, http://a.test/p, http://a.test/p",
    "SAME_ORIGIN, http://a.test/p, ,",
    "STRICT_ORIGIN, http://a.test/, http://a.test/, http://a.test/",
    "STRICT_ORIGIN_WHEN_CROSS_ORIGIN, http://a.test/p, http://a.test/, http://a.test/",
    "UNSET, http://a.test/p, http://a.test/, http://a.test/",
  })
  void aPlainReferrer(ReferrerPolicy policy, String same, String cross, String up) {
    Url referrer = Url.parse("http://a.test/p#f");
    assertThat(referer(policy, referrer, "http://a.test/x")).isEqualTo(same);
    assertThat(referer(policy, referrer, "http://b.test/x")).isEqualTo(cross);
    assertThat(referer(policy, referrer, "https://a.test/x")).isEqualTo(up);
  }

  @Test
  void aLongReferrerIsCutToItsOrigin() {
    String atLimit = "https://a.test/" + "x".repeat(4096 - "https://a.test/".length());
    assertThat(referer(ReferrerPolicy.UNSAFE_URL, Url.parse(atLimit), "https://b.test/"))
        .isEqualTo(atLimit);
    assertThat(referer(ReferrerPolicy.UNSAFE_URL, Url.parse(atLimit + "x"), "https://b.test/"))
        .isEqualTo("https://a.test/");
  }

  @Test
  void onlyHttpUrlsAreReferrers() {
    for (String url : new String[] {"data:,x", "file:///x", "about:blank", "own:x"}) {
      assertThat(referer(ReferrerPolicy.UNSAFE_URL, Url.parse(url), "https://b.test/")).isNull();
    }
    assertThat(ReferrerRules.referer(ReferrerPolicy.UNSAFE_URL, null, Url.parse("http://b.test/")))
        .isNull();
  }

  /** The rule behind row N082 and its remark. */
  @Test
  void aReferrerThatSaysMoreThanThePolicyIsAViolation() {
    Url plain = Url.parse("http://127.0.0.1:8080/");
    String given = "https://www.electronjs.org/";
    assertThat(ReferrerRules.violates(ReferrerPolicy.UNSAFE_URL, given, plain)).isFalse();
    assertThat(ReferrerRules.violates(ReferrerPolicy.UNSET, given, plain)).isTrue();
    assertThat(ReferrerRules.violates(ReferrerPolicy.UNSET, given, Url.parse("https://b.test/")))
        .isFalse();
    assertThat(
            ReferrerRules.violates(ReferrerPolicy.UNSET, given + "x", Url.parse("https://b.test/")))
        .isTrue();
    assertThat(ReferrerRules.violates(ReferrerPolicy.UNSAFE_URL, "http://u:p@a.test/", plain))
        .isTrue();
    assertThat(ReferrerRules.violates(ReferrerPolicy.UNSAFE_URL, "http://a.test/#f", plain))
        .isTrue();
    assertThat(ReferrerRules.violates(ReferrerPolicy.NO_REFERRER, "not a url", plain)).isFalse();
    assertThat(ReferrerRules.violates(ReferrerPolicy.NO_REFERRER, given, plain)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "no-referrer, NO_REFERRER",
    "'ORIGIN ', ORIGIN",
    "'no-referrer, unsafe-url', UNSAFE_URL",
    "'unsafe-url, from-the-future', UNSAFE_URL",
    "'a,,same-origin,', SAME_ORIGIN",
    "nonsense, STRICT_ORIGIN",
    "'', STRICT_ORIGIN",
  })
  void theLastKnownPolicyOfARedirectApplies(String header, ReferrerPolicy after) {
    HeaderList response = HeaderList.of("referrer-policy", header);
    assertThat(ReferrerRules.afterRedirect(ReferrerPolicy.STRICT_ORIGIN, response))
        .isEqualTo(after);
  }

  @Test
  void repeatedPolicyHeadersAreOneList() {
    HeaderList response = HeaderList.of("Referrer-Policy", "origin", "Referrer-Policy", "x");
    assertThat(ReferrerRules.afterRedirect(ReferrerPolicy.UNSET, response))
        .isEqualTo(ReferrerPolicy.ORIGIN);
    assertThat(ReferrerRules.afterRedirect(ReferrerPolicy.UNSET, new HeaderList()))
        .isEqualTo(ReferrerPolicy.UNSET);
  }

  private static String referer(ReferrerPolicy policy, Url referrer, String target) {
    return ReferrerRules.referer(policy, referrer, Url.parse(target));
  }
}
