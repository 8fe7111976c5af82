package dev.valence.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.url.Url;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PotentiallyTrustworthyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.test/",
        "wss://a.test/",
        "file:///x",
        "data:,x",
        "about:blank",
        "about:srcdoc",
        "http://localhost:80/",
        "http://LOCALHOST./",
        "http://a.b.localhost/",
        "http://127.0.0.1:8080/",
        "http://127.1/",
        "http://127.255.0.3/",
        "http://[::1]:9/",
        "ws://localhost/",
      })
  void trustworthy(String url) {
    assertThat(PotentiallyTrustworthy.isTrustworthy(Url.parse(url))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.test/",
        "ws://a.test/",
        "http://notlocalhost/",
        "http://localhost.a.test/",
        "http://128.0.0.1/",
        "http://127.0.0.1.a.test/",
        "http://127.a.b.test/",
        "http://[::2]/",
        "http://[::ffff:127.0.0.1]/",
        "ftp://a.test/",
        "about:config",
        "own:x",
      })
  void notTrustworthy(String url) {
    assertThat(PotentiallyTrustworthy.isTrustworthy(Url.parse(url))).isFalse();
  }
}
