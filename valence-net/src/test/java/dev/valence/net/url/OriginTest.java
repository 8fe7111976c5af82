package dev.valence.net.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://u:p@a.example/x?y#z,https://a.example",
    "https://a.example:443/,https://a.example",
    "https://a.example:444/,https://a.example:444",
    "ws://[::1]:8080/,ws://[::1]:8080",
    "ftp://a.example/,ftp://a.example",
    "blob:https://a.example:1/7,https://a.example:1",
    "blob:ftp://a.example/7,null",
    "blob:blob:https://a.example/7,null",
    "blob:7,null",
    "file:///x,null",
    "data:text/plain,null",
    "app://host/x,null",
  })
  void serialisation(String url, String origin) {
    assertThat(Url.parse(url).origin()).hasToString(origin);
  }

  @Test
  void equalityIsSameOrigin() {
    Origin origin = Url.parse("https://a.example/1").origin();
    assertThat(origin)
        .isEqualTo(Url.parse("https://A.example:443/2").origin())
        .isEqualTo(Origin.of("https", "a.example", 443))
        .hasSameHashCodeAs(Origin.of("https", "a.example", -1))
        .isNotEqualTo(Url.parse("http://a.example/").origin())
        .isNotEqualTo(Url.parse("https://a.example:1/").origin())
        .isNotEqualTo(Url.parse("https://b.example/").origin());
  }

  @Test
  void anOpaqueOriginEqualsOnlyItself() {
    Origin opaque = Origin.opaque();
    assertThat(opaque.equals((Object) opaque)).isTrue();
    assertThat(opaque).isNotEqualTo(Origin.opaque());
    assertThat(opaque.isOpaque()).isTrue();
    assertThat(opaque.effectivePort()).isEqualTo(-1);
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Origin.of("https", "a.example", 65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }
}
