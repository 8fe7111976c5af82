package dev.valence.protocol;

import static dev.valence.protocol.ProtocolProbe.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.fetch.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivilegedSchemesTest {
  @Test
  void s418_afterTheStartItIsTooLate() {
    try (Valence valence = Valence.builder().build()) {
      assertThat(valence.session()).isNotNull();
      assertThatThrownBy(
              () -> Protocols.registerSchemesAsPrivileged(CustomScheme.builder("late").build()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("protocol.registerSchemesAsPrivileged should be called before app is ready");
    }
  }

  @Test
  void s419_nothingIsPrivilegedUnlessSaid() {
    CustomScheme plain = CustomScheme.builder("x").build();
    assertThat(plain)
        .isEqualTo(
            new CustomScheme("x", false, false, false, false, false, false, false, false, false));
    CustomScheme all =
        CustomScheme.builder("x")
            .standard(true)
            .secure(true)
            .bypassCSP(true)
            .allowServiceWorkers(true)
            .supportFetchAPI(true)
            .corsEnabled(true)
            .stream(true)
            .codeCache(true)
            .allowExtensions(true)
            .build();
    assertThat(all)
        .isEqualTo(new CustomScheme("x", true, true, true, true, true, true, true, true, true));
  }

  @Test
  void s419_codeCacheNeedsStandard() {
    assertThatThrownBy(() -> CustomScheme.builder("x").codeCache(true).build())
        .hasMessage(
            "Code cache can only be enabled when the custom scheme is registered as standard"
                + " scheme.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X", "1x", "a:b", "http", "file", "blob"})
  void whatIsNoSchemeIsRefused(String scheme) {
    assertThatThrownBy(() -> CustomScheme.builder(scheme).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(scheme);
  }

  @ParameterizedTest
  @CsvSource({"app-std://foo", "app-std:///foo", "app-std://foo:1234"})
  void s433_standardUrlsInHandlers(String url) throws Exception {
    Valence valence =
        Valence.builder()
            .privilegedSchemes(CustomScheme.builder("app-std").standard(true).build())
            .build();
    try (ProtocolProbe probe = new ProtocolProbe(valence)) {
      probe.protocol().handle("app-std", request -> Response.ofText(request.url()));
      assertThat(get(probe.fetch(url).text())).isEqualTo("app-std://foo/");
      assertThat(probe.failureOf("app-std://")).hasMessageContaining("Invalid URL");
    }
  }

  @Test
  void aSchemeKeepsItsPrivilegesInTheProcess() {
    CustomScheme first = CustomScheme.builder("app-kept").secure(true).build();
    Valence.builder().privilegedSchemes(first).build().close();
    Valence.builder().privilegedSchemes(first).build().close();
    Valence.Builder other =
        Valence.builder().privilegedSchemes(CustomScheme.builder("app-kept").build());
    assertThatThrownBy(other::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("app-kept");
  }
}
