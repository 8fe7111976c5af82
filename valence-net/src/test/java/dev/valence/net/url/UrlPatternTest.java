package dev.valence.net.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "*://www.googleapis.com Empty_path.",
        "*://blahblah.dev Empty_path.",
        "http://foo:1234 Empty_path.",
        "foo Missing_scheme_separator.",
        "http:foo/ Missing_scheme_separator.",
        "*:foo/ Missing_scheme_separator.",
        "'' Missing_scheme_separator.",
        "*a://foo/ Invalid_scheme.",
        "://foo/ Invalid_scheme.",
        "1a://foo/ Invalid_scheme.",
        "http:// Host_can_not_be_empty.",
        "http:/// Host_can_not_be_empty.",
        "http://:80/ Host_can_not_be_empty.",
        "http://*./ Host_can_not_be_empty.",
        "http://[]/ Host_can_not_be_empty.",
        "http://a*/ Invalid_host_wildcard.",
        "http://*a.com/ Invalid_host_wildcard.",
        "http://a.*.com/ Invalid_host_wildcard.",
        "http://*.*/ Invalid_host_wildcard.",
        "http://foo:80a/ Invalid_port.",
        "http://foo:/ Invalid_port.",
        "http://foo:65536/ Invalid_port.",
        "http://foo:123456/ Invalid_port.",
        "http://foo:-1/ Invalid_port.",
        "*://foo:80/ Invalid_port.",
        "http://[::1/ Invalid_host.",
        "http://[::1]a/ Invalid_host.",
        "http://[::g]/ Invalid_host.",
        "http://a@b/ Invalid_host.",
        "http://a%00b/ Invalid_host.",
      })
  void n159_whatIsWrongIsSaidInElectronsWords(String pattern, String why) {
    assertThatThrownBy(() -> UrlPattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid url pattern " + pattern + ": " + why.replace('_', ' '));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "<all_urls> http://a/ yes",
        "<all_urls> data:,x yes",
        "<all_urls> app://x/y yes",
        "http://foo:1234/ http://foo:1234/ yes",
        "http://foo:1234/ http://foo:1234/a no",
        "http://foo:1234/ http://foo/ no",
        "http://foo:80/ http://foo/ yes",
        "http://foo:*/ http://foo:99/ yes",
        "http://foo/ http://foo:99/ yes",
        "*://*/* http://a.b/c yes",
        "*://*/* https://a.b/c yes",
        "*://*/* ws://a.b/c no",
        "*://*/* wss://a.b/c no",
        "ws://*/* ws://a.b/c yes",
        "*://*/* app://a.b/c no",
        "*://example.com/foo/* http://example.com/foo/bar yes",
        "*://example.com/foo/* https://example.com/foo yes",
        "*://example.com/foo/* https://example.com/fo no",
        "*://example.com/foo/* http://www.example.com/foo/bar no",
        "http://*.foo:1234/ http://foo:1234/ yes",
        "http://*.foo:1234/ http://a.b.foo:1234/ yes",
        "http://*.foo:1234/ http://afoo:1234/ no",
        "http://*.0.0.1/* http://127.0.0.1/ no",
        "http://127.0.0.1/* http://127.0.0.1:8080/x yes",
        "http://[::1]:80/* http://[::1]/x yes",
        "http://[::1]/* http://[0:0::1]:90/x yes",
        "http://EXAMPLE.com/* http://example.com/ yes",
        "http://example.com/* http://example.com./ yes",
        "http://example.com./* http://example.com/ yes",
        "http://bücher.example/* http://xn--bcher-kva.example/ yes",
        "file://foo:1234/bar file:///bar yes",
        "file://foo* file:///foobar yes",
        "file:///* file:///etc/passwd yes",
        "file:///a* file:///b no",
        "http://*/a*b http://x/a/c/b yes",
        "http://*/a*b http://x/ab?b yes",
        "http://*/a?b http://x/a?b yes",
        "http://*/a?b http://x/acb no",
        "http://*/* http://x/a#b yes",
        "http://*/a http://x/a#b yes",
        "http://*/A http://x/a no",
        "http://*/*x*y*z* http://h/1x2y3z4 yes",
        "http://*/*x*y*z* http://h/zyx no",
        "app://host/* app://host/x yes",
        "app://host/* app://other/x no",
        "data:* data:text/plain,hello yes",
        "data:text/html* data:text/plain,hello no",
        "HTTP://foo/* http://foo/ yes",
      })
  void s234_whatAPatternMatches(String pattern, String url, String matches) {
    boolean expected = matches.equals("yes");
    UrlPattern parsed = UrlPattern.parse(pattern);
    Url target = Url.parse(url);
    assertThat(parsed.matches(target)).isEqualTo(expected);
    assertThat(UrlPatternSet.of(List.of(parsed)).matches(target)).isEqualTo(expected);
  }

  @Test
  void aSetOfManyPatternsFindsTheOneThatMatches() {
    List<UrlPattern> patterns = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      patterns.add(UrlPattern.parse("*://*.site" + i + ".example/ads/*"));
    }
    UrlPatternSet set = UrlPatternSet.of(patterns);
    assertThat(set.matches(Url.parse("https://cdn.site9999.example/ads/1"))).isTrue();
    assertThat(set.matches(Url.parse("https://cdn.site9999.example/news/1"))).isFalse();
    assertThat(set.matches(Url.parse("https://site9999.example.org/ads/1"))).isFalse();
    assertThat(UrlPatternSet.of(List.of()).matches(Url.parse("http://a/"))).isFalse();
  }

  @Test
  void manyStarsAgainstALongPathTakeNoLongTime() {
    UrlPattern pattern = UrlPattern.parse("http://*/" + "*a".repeat(2_000) + "b");
    Url url = Url.parse("http://h/" + "a".repeat(1_000_000));
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(pattern.matches(url)).isFalse());
  }
}
