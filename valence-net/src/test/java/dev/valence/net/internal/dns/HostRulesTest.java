package dev.valence.net.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostRulesTest {
  @ParameterizedTest(name = "{0}: {1}:{2} becomes {3}")
  @CsvSource({
    "'', a.test, 80, a.test:80",
    "MAP a.test b.test, a.test, 80, b.test:80",
    "MAP a.test b.test, A.TEST, 80, b.test:80",
    "map A.test b.test, a.test, 80, b.test:80",
    "MAP a.test b.test, www.a.test, 80, www.a.test:80",
    "MAP a.test b.test:99, a.test, 80, b.test:99",
    "MAP *.a.test b.test, www.a.test, 80, b.test:80",
    "MAP *.a.test b.test, a.test, 80, a.test:80",
    "MAP *a.test b.test, a.test, 80, b.test:80",
    "MAP * 127.0.0.1:8080, whatever.example, 443, 127.0.0.1:8080",
    "MAP a?.test b.test, ab.test, 80, b.test:80",
    "MAP a?.test b.test, a.test, 80, b.test:80",
    "MAP a?.test b.test, abc.test, 80, abc.test:80",
    "MAP a.test:443 b.test, a.test, 443, b.test:443",
    "MAP a.test:443 b.test, a.test, 80, a.test:80",
    "MAP *:443 b.test, x.test, 443, b.test:443",
    "MAP [::1]:80 b.test, [::1], 80, b.test:80",
    "MAP ::1 b.test, [::1], 80, b.test:80",
    "MAP a.test [::1]:81, a.test, 80, ::1:81",
    "MAP a.test [::1], a.test, 80, ::1:80",
    "'MAP a.test b.test, MAP a.test c.test', a.test, 80, b.test:80",
    "'MAP * b.test, EXCLUDE *.keep.test', x.keep.test, 80, x.keep.test:80",
    "'EXCLUDE x.test , MAP * b.test', x.test, 80, x.test:80",
    "'MAP * b.test, EXCLUDE keep.test', other.test, 80, b.test:80",
    "'  MAP   a.test    b.test  ,', a.test, 80, b.test:80",
  })
  void rewritesHostAndPort(String rules, String host, int port, String expected) {
    HostRules.Target target = HostRules.parse(rules).apply(host, port);
    assertThat(target.host() + ":" + target.port()).isEqualTo(expected);
    assertThat(target.notFound()).isFalse();
  }

  @Test
  void n119_aRuleMayDeclareANameNotFound() {
    HostRules rules =
        HostRules.parse(
            "MAP ipv4.localhost2 10.0.0.1, MAP ipv6.localhost2 [::1],"
                + " MAP notfound.localhost2 ~NOTFOUND, MAP localhost2 127.0.0.1");
    assertThat(rules.apply("notfound.localhost2", 80).notFound()).isTrue();
    assertThat(rules.apply("ipv4.localhost2", 80).host()).isEqualTo("10.0.0.1");
    assertThat(rules.apply("ipv6.localhost2", 80).host()).isEqualTo("::1");
    assertThat(rules.apply("localhost2", 80).notFound()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "MAP a.test",
    "EXCLUDE",
    "EXCLUDE a b",
    "REMAP a b",
    "MAP a b c",
    "MAP a.test b:",
    "MAP a.test b:x",
    "MAP a.test b:65536",
    "MAP a.test b:-1",
    "MAP a.test :80",
    "MAP a.test ::1",
  })
  void aBadRuleIsRefusedByName(String rule) {
    assertThatThrownBy(() -> HostRules.parse("MAP x y," + rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + rule + "\"");
  }

  @Test
  void aHostilePatternCostsNoMoreThanItsLength() {
    String pattern = "*a".repeat(200) + "b";
    assertThat(HostRules.matches("a".repeat(250), pattern)).isFalse();
  }
}
