package dev.valence.net.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.http.PotentiallyTrustworthy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomSchemesTest {
  @BeforeAll
  static void register() {
    CustomSchemes.addStandard("std");
    CustomSchemes.addSecure("safe");
  }

  @ParameterizedTest
  @CsvSource({
    "std://foo, std://foo/",
    "std:///foo, std://foo/",
    "std://foo:1234, std://foo/",
    "std://user:word@foo/a, std://foo/a",
    "std://FOO/a/../b?q#f, std://foo/b?q#f",
    "std:foo/x, std://foo/x",
    "loose://FOO/a/../b, loose://FOO/b",
    "loose://foo:30/, loose://foo:30/",
  })
  void s433_standardSchemesAreReadAsHttp(String input, String href) {
    assertThat(Url.parse(input).href()).isEqualTo(href);
    assertThat(Url.parse(href).href()).as("reading it again changes nothing").isEqualTo(href);
  }

  @Test
  void s433_aStandardUrlNeedsAHost() {
    assertThat(Url.tryParse("std://")).isNull();
    assertThat(Url.tryParse("loose://")).isNotNull();
  }

  @Test
  void relativeReferencesResolve() {
    assertThat(Url.parse("std://host/a/b.html").resolve("../img.png").href())
        .isEqualTo("std://host/img.png");
    assertThat(Url.parse("std://host/a").resolve("//other/x").href()).isEqualTo("std://other/x");
  }

  @Test
  void standardSchemesHaveOrigins() {
    assertThat(Url.parse("std://host/a").origin()).isEqualTo(Url.parse("std://HOST/b").origin());
    assertThat(Url.parse("std://host/a").origin().toString()).isEqualTo("std://host");
    assertThat(Url.parse("loose://host/a").origin().isOpaque()).isTrue();
  }

  @Test
  void portsAndNamesCannotBeSet() {
    Url url = Url.parse("std://host/a");
    assertThat(UrlSetters.port(url, "80").href()).isEqualTo("std://host/a");
    assertThat(UrlSetters.username(url, "me").href()).isEqualTo("std://host/a");
  }

  @Test
  void secureSchemesAreTrustworthy() {
    assertThat(PotentiallyTrustworthy.isTrustworthy(Url.parse("safe://x"))).isTrue();
    assertThat(PotentiallyTrustworthy.isTrustworthy(Url.parse("std://x"))).isFalse();
  }

  @Test
  void schemesOfTheStandardStayAsTheyAre() {
    assertThatThrownBy(() -> CustomSchemes.addStandard("http")).hasMessageContaining("http");
  }
}
