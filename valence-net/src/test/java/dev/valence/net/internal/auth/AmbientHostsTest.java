package dev.valence.net.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmbientHostsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*example.com, *foobar.com | https | a.example.com | 443  | true",
        "*example.com, *foobar.com | https | example.com   | 443  | true",
        "*example.com, *foobar.com | http  | myfoobar.com  | 80   | true",
        "*example.com              | https | example.com.evil | 443 | false",
        "*                         | http  | anything      | 80   | true",
        "''                        | http  | anything      | 80   | false",
        ".example.com              | https | a.example.com | 443  | true",
        ".example.com              | https | example.com   | 443  | false",
        "example.com               | https | a.example.com | 443  | false",
        "EXAMPLE.com               | https | example.com   | 443  | true",
        "https://*.example.com     | http  | a.example.com | 80   | false",
        "https://*.example.com     | https | a.example.com | 443  | true",
        "a.example:8443            | https | a.example     | 443  | false",
        "a.example:8443;b.example  | https | a.example     | 8443 | true",
        "[::1]:80                  | http  | [::1]         | 80   | true",
        "[::1]                     | http  | [::1]         | 81   | true",
        "a.c                       | http  | abc           | 80   | false",
      })
  void s209_patterns(String list, String scheme, String host, int port, boolean contained) {
    AuthPlace place = new AuthPlace(AuthTarget.SERVER, scheme, host, port);

    assertThat(AmbientHosts.parse(list).contain(place)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "https://a/b", "a:port", "a:", "user@host", "\u0001"})
  void whatIsNoPatternIsRefused(String pattern) {
    assertThatThrownBy(() -> AmbientHosts.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pattern of domains");
  }
}
