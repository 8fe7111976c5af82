package dev.valence.net.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.url.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SiteTest {
  @ParameterizedTest
  @CsvSource({
    "https://www.example.com/a,https://example.com",
    "https://www.example.com:8443/a,https://example.com",
    "wss://www.example.co.uk/,https://example.co.uk",
    "ws://localhost:81/,http://localhost",
    "http://127.0.0.1:81/,http://127.0.0.1",
    "http://[::1]:81/,http://[::1]",
    "https://github.io/,https://github.io",
    "blob:https://a.example.com/1-2,https://example.com",
    "data:text/plain,null",
    "file:///etc/hosts,null",
  })
  void sites(String url, String site) {
    assertThat(Site.of(Url.parse(url))).hasToString(site);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example.com/,https://b.example.com:1/,true",
    "https://a.example.com/,http://a.example.com/,false",
    "https://a.github.io/,https://b.github.io/,false",
    "http://localhost:1/,ws://localhost:2/,true",
    "http://127.0.0.1/,http://127.0.0.2/,false",
  })
  void sameSite(String one, String other, boolean same) {
    assertThat(Site.of(Url.parse(one)).isSameSite(Site.of(Url.parse(other)))).isEqualTo(same);
  }

  @Test
  void theSiteOfAnOpaqueOriginIsTheSameAsNoOther() {
    Site site = Site.of(Url.parse("data:,a"));
    assertThat(site.isSameSite(site)).isTrue();
    assertThat(site.isSameSite(Site.of(Url.parse("data:,a")))).isFalse();
    assertThat(site.isOpaque()).isTrue();
  }
}
