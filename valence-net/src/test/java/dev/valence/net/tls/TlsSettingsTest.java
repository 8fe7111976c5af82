package dev.valence.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TlsSettingsTest {
  @Test
  void defaultsAreTheSystemsRootsAndTls12To13() {
    TlsSettings settings = TlsSettings.defaults();
    assertThat(settings.systemRoots()).isTrue();
    assertThat(settings.extraRoots()).isEmpty();
    assertThat(settings.minVersion()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(settings.maxVersion()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(settings.provider()).isEqualTo(TlsProvider.AUTO);
  }

  @Test
  void equalSettingsAreEqual() {
    TlsSettings one = TlsSettings.builder().provider(TlsProvider.JSSE).build();
    TlsSettings two = TlsSettings.builder().provider(TlsProvider.JSSE).build();
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).isNotEqualTo(TlsSettings.defaults());
  }

  @Test
  void contradictoryVersionsAreRefused() {
    TlsSettings.Builder builder =
        TlsSettings.builder().minVersion(TlsVersion.TLS_1_3).maxVersion(TlsVersion.TLS_1_2);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minVersion TLS_1_3 is newer than maxVersion TLS_1_2");
  }
}
