package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.proxy.ProxyList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of Chromium's {@code proxy_config.h} and more. */
class ProxyRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http=foopy:80;ftp=foopy2     | http   | PROXY foopy:80",
        "http=foopy:80;ftp=foopy2     | ftp    | PROXY foopy2:80",
        "http=foopy:80;ftp=foopy2     | https  |",
        "http=foopy:80;ftp=foopy2     | ws     | PROXY foopy:80",
        "foopy:80                     | http   | PROXY foopy:80",
        "foopy:80                     | https  | PROXY foopy:80",
        "foopy:80                     | wss    | PROXY foopy:80",
        "foopy:80                     | app    | PROXY foopy:80",
        "foopy:80,bar,direct://       | https  | PROXY foopy:80;PROXY bar:80;DIRECT",
        "socks4://foopy               | http   | SOCKS foopy:1080",
        "http=foopy,socks5://bar.com  | http   | PROXY foopy:80;SOCKS5 bar.com:1080",
        "http=foopy,direct://         | http   | PROXY foopy:80;DIRECT",
        "http=foopy,direct://         | https  |",
        "http=foopy;socks=foopy2      | http   | PROXY foopy:80",
        "http=foopy;socks=foopy2      | https  | SOCKS foopy2:1080",
        "http=foopy;socks=foopy2      | ws     | SOCKS foopy2:1080",
        "http=foopy;socks=foopy2      | wss    | SOCKS foopy2:1080",
        "http=foopy;socks=foopy2      | app    | SOCKS foopy2:1080",
        "socks=https://foopy2         | http   | HTTPS foopy2:443",
        "socks=socks://foopy2         | http   | SOCKS5 foopy2:1080",
        "http=a;https=b               | ws     | PROXY b:80",
        "http=a;https=b               | wss    | PROXY b:80",
        "http=a;http=b                | http   | PROXY a:80;PROXY b:80",
        "HTTP = a ; ; https=b;        | http   | PROXY a:80",
        "http=,a,,b                   | http   | PROXY a:80;PROXY b:80",
        "direct://                    | http   | DIRECT",
        "https://p:8443               | http   | HTTPS p:8443",
        "[::1]:3128                   | http   | PROXY [::1]:3128",
      })
  void findsTheListOfAScheme(String rules, String scheme, String expected) {
    ProxyList list = ProxyRules.parse(rules).proxiesFor(scheme);

    if (expected == null) {
      assertThat(list).isNull();
    } else {
      assertThat(list).hasToString(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http=a;socks=b | http  | http",
        "http=a;socks=b | https | socks",
        "a,b            | ftp   | *",
        "http=a         | wss   | http",
      })
  void tellsTheGroup(String rules, String scheme, String group) {
    ProxyRules.Match match = ProxyRules.parse(rules).match(scheme);

    assertThat(match).isNotNull();
    assertThat(match.rule()).isEqualTo(group);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http=",
        "=foopy",
        "htps=foopy",
        "ws=foopy",
        "gopher=foopy",
        "foopy;bar",
        "foopy;http=bar",
        "http=bar;foopy",
        "http=foopy:99999",
        "foopy,quic://bar:443",
        "http=a=b",
        "foo bar",
        "bad://foopy",
        ",",
      })
  void refusesWhatChromiumWouldDrop(String rules) {
    assertThatThrownBy(() -> ProxyRules.parse(rules)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passwordsAreNotShown() {
    assertThatThrownBy(() -> ProxyRules.parse("htps=ann:secret@foopy"))
        .hasMessageContaining("htps")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> ProxyRules.parse("foopy;ann:secret@bar"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void noRulesAreEmpty() {
    assertThat(ProxyRules.parse("").isEmpty()).isTrue();
    assertThat(ProxyRules.parse(" ; ;").isEmpty()).isTrue();
    assertThat(ProxyRules.parse("").proxiesFor("http")).isNull();
    assertThatThrownBy(() -> ProxyRules.parse("a".repeat(ProxyRules.MAX_LENGTH + 1)))
        .hasMessageContaining("characters");
  }
}
