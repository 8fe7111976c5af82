package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.url.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of Chromium's {@code proxy_bypass_rules_unittest.cc} and more. */
class BypassRulesTest {
  private static boolean bypasses(String rules, String url) {
    return BypassRules.parse(rules).bypassedBy(Url.parse(url)) != null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Host patterns.
        "foobar.com                 | http://foobar.com/              | true",
        "foobar.com                 | https://foobar.com:99/x         | true",
        "foobar.com                 | http://www.foobar.com/          | false",
        "foobar.com                 | http://xfoobar.com/             | false",
        "FooBar.com                 | http://FOOBAR.com/              | true",
        "*foobar.com                | http://foobar.com/              | true",
        "*foobar.com                | http://anyfoobar.com/           | true",
        "*.foobar.com               | http://foobar.com/              | false",
        "*.foobar.com               | http://a.b.foobar.com/          | true",
        "*foobar.com:99             | http://foobar.com:99/           | true",
        "*foobar.com:99             | http://foobar.com/              | false",
        "*.org:443                  | https://x.org/                  | true",
        "*.org:443                  | http://x.org/                   | false",
        "*.org:443                  | wss://x.org/                    | true",
        "https://x.*.y.com:99       | https://x.a.y.com:99/           | true",
        "https://x.*.y.com:99       | https://x.a.b.y.com:99/         | true",
        "https://x.*.y.com:99       | http://x.a.y.com:99/            | false",
        "https://x.*.y.com:99       | https://x.a.y.com/              | false",
        "*                          | http://anything/                | true",
        "*                          | https://[2001::1]/              | true",
        "fo?bar.com                 | http://foobar.com/              | true",
        "HTTP://foobar.com          | http://foobar.com/              | true",
        // Suffixes.
        ".google.com                | http://google.com/              | false",
        ".google.com                | http://www.google.com/          | true",
        ".com                       | http://a.com/                   | true",
        "http://.google.com         | http://a.google.com/            | true",
        "http://.google.com         | https://a.google.com/           | false",
        ".google.com:81             | http://a.google.com:81/         | true",
        // Literals.
        "192.168.1.1                | http://192.168.1.1/             | true",
        "192.168.1.1                | http://192.168.1.1:33/          | true",
        "192.168.1.1                | http://192.168.1.12/            | false",
        "192.168.1.1:33             | http://192.168.1.1/             | false",
        "http://192.168.1.1         | https://192.168.1.1/            | false",
        "[3ffe:2a00:100:7031::1]    | http://[3ffe:2a00:100:7031::1]/ | true",
        "[3ffe:2a00:100:7031:0:0::1]| http://[3ffe:2a00:100:7031::1]/ | true",
        "[3ffe:2a00:100:7031::1]:33 | http://[3ffe:2a00:100:7031::1]:33/ | true",
        "[3ffe:2a00:100:7031::1]:33 | http://[3ffe:2a00:100:7031::1]/ | false",
        "0x7f.2                     | http://127.0.0.2/               | true",
        // Blocks.
        "192.168.1.1/16             | http://192.168.4.4/             | true",
        "192.168.1.1/16             | http://192.169.4.4/             | false",
        "10.0.0.0/8                 | http://10.255.1.2/              | true",
        "10.0.0.0/8                 | http://11.0.0.1/                | false",
        "10.0.0.0/8                 | http://name-in-10/              | false",
        "https://10.0.0.0/8         | http://10.0.0.1/                | false",
        "https://10.0.0.0/8         | https://10.0.0.1/               | true",
        "10.0.0.0/8                 | http://[::ffff:10.1.2.3]/       | true",
        "fd00::/8                   | http://[fd12::1]/               | true",
        "fd00::/8                   | http://[fe12::1]/               | false",
        "[fd00::]/8                 | http://[fd12::1]/               | true",
        "2001:db8::/33              | http://[2001:db8:7fff::1]/      | true",
        "2001:db8::/33              | http://[2001:db8:8000::1]/      | false",
        "0.0.0.0/0                  | http://8.8.8.8/                 | true",
        "8.8.8.8/32                 | http://8.8.8.9/                 | false",
        // Simple names.
        "<local>                    | http://example/                 | true",
        "<LOCAL>                    | http://example/                 | true",
        "<local>                    | http://example.com/             | false",
        "<local>                    | http://[dead::beef]/            | false",
        "<local>                    | http://192.168.1.1/             | false",
        "<local>                    | http://localhost/               | true",
        "<local>                    | http://127.0.0.1/               | true",
        "<local>                    | http://[::1]/                   | true",
        // Several; both separators; blanks.
        "*.a.com ; b.com,, c.com    | http://x.a.com/                 | true",
        "*.a.com ; b.com,, c.com    | http://b.com/                   | true",
        "*.a.com ; b.com,, c.com    | http://c.com/                   | true",
        "*.a.com ; b.com,, c.com    | http://d.com/                   | false",
      })
  void matches(String rules, String url, boolean expected) {
    assertThat(bypasses(rules, url)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/, true",
    "http://localhost./, true",
    "http://LOCALHOST:99/, true",
    "http://foo.localhost/, true",
    "http://localhost6/, false",
    "http://notlocalhost/, false",
    "http://localhost.example/, false",
    "http://127.0.0.1/, true",
    "http://127.99.3.2/, true",
    "http://128.0.0.1/, false",
    "http://[::1]/, true",
    "http://[::2]/, false",
    "http://[::ffff:127.0.0.1]/, true",
    "http://169.254.3.2/, true",
    "http://169.255.3.2/, false",
    "http://[fe80::1]/, true",
    "http://[febf::1]/, true",
    "http://[fec0::1]/, false",
    "http://10.0.0.1/, false",
    "http://example.com/, false",
    "wss://localhost/, true",
  })
  void theOwnMachineAndLinkGoPast(String url, boolean expected) {
    assertThat(bypasses("", url)).isEqualTo(expected);
    assertThat(bypasses("unrelated.example", url)).isEqualTo(expected);
    assertThat(bypasses("<-loopback>", url)).isFalse();
  }

  @Test
  void theLastRuleThatMatchesWins() {
    assertThat(bypasses("<-loopback>;localhost", "http://localhost/")).isTrue();
    assertThat(bypasses("localhost;<-loopback>", "http://localhost/")).isFalse();
    assertThat(bypasses("<local>;<-loopback>", "http://localhost/")).isFalse();
    assertThat(bypasses("<local>;<-loopback>", "http://example/")).isTrue();
    assertThat(bypasses("localhost;<-Loopback>", "http://127.0.0.1/")).isFalse();
  }

  @Test
  void namesTheRule() {
    BypassRules rules = BypassRules.parse("*.a.com; b.com;<-loopback>");

    assertThat(rules.bypassedBy(Url.parse("http://b.com/"))).isEqualTo("b.com");
    assertThat(rules.subtractedBy(Url.parse("http://localhost/"))).isEqualTo("<-loopback>");
    assertThat(BypassRules.parse("").bypassedBy(Url.parse("http://localhost/")))
        .isEqualTo(BypassRules.IMPLICIT);
  }

  @ParameterizedTest
  @CsvSource({
    "google.com, http://google.com/, true",
    "google.com, http://www.google.com/, true",
    "google.com, http://xgoogle.com/, true",
    ".google.com, http://www.google.com/, true",
    "google.com:80, https://www.google.com/, false",
    "10.1.1.1, http://10.1.1.1/, true",
    "10.1.1.1, http://110.1.1.1/, false",
    "*, http://x/, true",
  })
  void theEnvironmentsRulesAreSuffixes(String rules, String url, boolean expected) {
    assertThat(BypassRules.parseSuffixes(rules).bypassedBy(Url.parse(url)) != null)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<unknown>",
        "http://",
        "://foo",
        "10.0.0.0/33",
        "10.0.0/8",
        "foo/8",
        "10.0.0.0/x",
        "10.0.0.0/",
        "foo:port",
        "foo:99999",
        ":80",
        "::1",
        "[zz]",
        "[::1]:x",
        "http://foo/path",
      })
  void refusesWhatChromiumWouldDrop(String rule) {
    assertThatThrownBy(() -> BypassRules.parse("ok.example;" + rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The bypass rule \"" + rule + "\"");
  }

  @Test
  void anEvilPatternTakesBoundedTime() {
    String rule = "*a".repeat(500) + "b";
    String host = String.join(".", java.util.Collections.nCopies(4, "a".repeat(60)));

    assertThat(bypasses(rule, "http://" + host + "/")).isFalse();
  }
}
