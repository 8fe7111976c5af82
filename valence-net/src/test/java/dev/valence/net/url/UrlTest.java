package dev.valence.net.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlTest {
  @Test
  void parts() {
    Url url = Url.parse("https://us%40er:pa:ss@Example.com:8443/a/b?c=d#e");
    assertThat(url).hasToString("https://us%40er:pa%3Ass@example.com:8443/a/b?c=d#e");
    assertThat(url.scheme()).isEqualTo("https");
    assertThat(url.username()).isEqualTo("us%40er");
    assertThat(url.password()).isEqualTo("pa%3Ass");
    assertThat(url.hasCredentials()).isTrue();
    assertThat(url.host()).isEqualTo("example.com");
    assertThat(url.port()).isEqualTo(8443);
    assertThat(url.effectivePort()).isEqualTo(8443);
    assertThat(url.path()).isEqualTo("/a/b");
    assertThat(url.query()).isEqualTo("c=d");
    assertThat(url.fragment()).isEqualTo("e");
    assertThat(url.pathAndQuery()).isEqualTo("/a/b?c=d");
    assertThat(url.isSpecial()).isTrue();
    assertThat(url.hasOpaquePath()).isFalse();
    assertThat(url.withoutFragment())
        .isEqualTo(Url.parse("https://us%40er:pa%3Ass@example.com:8443/a/b?c=d"));
  }

  @Test
  void absentParts() {
    Url url = Url.parse("mailto:a@b.example");
    assertThat(url.host()).isNull();
    assertThat(url.username()).isEmpty();
    assertThat(url.password()).isEmpty();
    assertThat(url.port()).isEqualTo(-1);
    assertThat(url.effectivePort()).isEqualTo(-1);
    assertThat(url.query()).isNull();
    assertThat(url.fragment()).isNull();
    assertThat(url.hasOpaquePath()).isTrue();
    assertThat(url.withoutFragment()).isSameAs(url);
    assertThat(Url.parse("https://a.example/?#").query()).isEmpty();
    assertThat(Url.parse("https://a.example/?#").fragment()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example,/",
    "http://a.example?q,/?q",
    "app://host,/",
    "app://host?q#f,/?q",
    "http://a.example/x?#f,/x?",
  })
  void requestTarget(String url, String target) {
    assertThat(Url.parse(url).pathAndQuery()).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource({"http://a,80", "ws://a,80", "https://a,443", "wss://a,443", "ftp://a,21", "x://a,-1"})
  void defaultPorts(String url, int port) {
    assertThat(Url.parse(url).effectivePort()).isEqualTo(port);
    assertThat(Url.parse(url).port()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/,true",
    "http://0x7f.1/,true",
    "http://[::1]:80/,true",
    "http://127.0.0.1.example/,false",
    "http://localhost/,false",
    "mailto:x,false",
  })
  void addresses(String url, boolean address) {
    assertThat(Url.parse(url).isHostAnIpAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "../x,https://a.example/x",
    "?q,https://a.example/1/2?q",
    "//b.example,https://b.example/",
    "https:x,https://a.example/1/x",
    "http:x,http://x/",
    "'',https://a.example/1/2",
  })
  void references(String reference, String resolved) {
    Url base = Url.parse("https://a.example/1/2#f");
    assertThat(base.resolve(reference)).hasToString(resolved);
    assertThat(Url.tryParse(reference, base)).hasToString(resolved);
  }

  @ParameterizedTest
  @CsvSource({
    "'',missing-scheme-non-relative-URL",
    "/x,missing-scheme-non-relative-URL",
    "https://,host-missing",
    "https://u@/x,host-missing",
    "https://a:65536/,port-out-of-range",
    "https://a:99999999999999999999/,port-out-of-range",
    "https://a:1x/,port-invalid",
    "https://a b/,domain-invalid-code-point",
    "https://1.2.3.256/,IPv4-out-of-range-part",
    "https://1.2.3.4.5/,IPv4-too-many-parts",
    "https://a.1/,IPv4-non-numeric-part",
    "https://[1/,IPv6-unclosed",
    "https://[1]/,IPv6-invalid",
    "x://a b/,host-invalid-code-point",
    "https://%ff/,domain-to-ASCII",
  })
  void failuresNameTheInputAndTheReason(String input, String reason) {
    assertThat(Url.tryParse(input)).isNull();
    assertThatThrownBy(() -> Url.parse(input))
        .isInstanceOfSatisfying(
            InvalidUrlException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith("Invalid URL: ")
        .hasMessageEndingWith("(" + reason + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:secret@host:x/",
    "https://user:secret@a b/p@th",
    "//user:secret@host/",
    "http:\\\\user:secret@host:x/",
    "user:secret@host",
    " https://user:secret@host:x",
  })
  void messagesHoldNoCredentials(String input) {
    Url base = Url.parse("mailto:x");
    assertThatThrownBy(() -> base.resolve(input.startsWith("user") ? "//" + input + ":x" : input))
        .isInstanceOf(InvalidUrlException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Url.parse("https://" + "secret".repeat(100) + "@host:x/"))
        .isInstanceOf(InvalidUrlException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void messagesAreOneShortLine() {
    assertThatThrownBy(() -> Url.parse("http://a\r\n:b/" + "x".repeat(10_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n", "\r"));
  }

  @Test
  void settersOfAnInvalidValueGiveTheSameUrl() {
    Url url = Url.parse("https://a.example/");
    assertThat(UrlSetters.port(url, "x")).isEqualTo(url);
    assertThat(UrlSetters.host(url, "a b")).isEqualTo(url);
    assertThat(UrlSetters.protocol(url, "app")).isEqualTo(url);
    assertThatThrownBy(() -> UrlSetters.href(url, "x")).isInstanceOf(InvalidUrlException.class);
  }
}
