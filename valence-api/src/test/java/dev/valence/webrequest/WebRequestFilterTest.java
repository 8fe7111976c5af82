package dev.valence.webrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.http.ResourceType;
import dev.valence.net.url.Url;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebRequestFilterTest {
  private static boolean matches(WebRequestFilter filter, String url) {
    return filter.matches(Url.parse(url), ResourceType.OTHER);
  }

  @Test
  void n159_theWrongPatternIsNamed() {
    assertThatThrownBy(() -> WebRequestFilter.urls("*://www.googleapis.com"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid url pattern *://www.googleapis.com: Empty path.");
    assertThatThrownBy(() -> WebRequestFilter.urls("*://www.googleapis.com/", "*://blahblah.dev"))
        .hasMessage("Invalid url pattern *://blahblah.dev: Empty path.");
    assertThatThrownBy(
            () -> WebRequestFilter.builder().excludeUrls("http://a").urls("<all_urls>").build())
        .hasMessage("Invalid url pattern http://a: Empty path.");
  }

  @Test
  void s233_aPatternWithARootPath() {
    assertThat(
            matches(
                WebRequestFilter.urls("*://www.googleapis.com/"), "https://www.googleapis.com/"))
        .isTrue();
  }

  @Test
  void s234_theExamplesOfTheDocumentAreValid() {
    assertThat(
            WebRequestFilter.urls(
                    "http://foo:1234/",
                    "*://*/*",
                    "*://example.com/foo/*",
                    "http://*.foo:1234/",
                    "file://foo:1234/bar",
                    "http://foo:*/")
                .urls())
        .hasSize(6);
  }

  @Test
  void s221_insideAndOutside() {
    WebRequestFilter filter = WebRequestFilter.urls("http://127.0.0.1:8080/filter/*");
    assertThat(matches(filter, "http://127.0.0.1:8080/filter/test")).isTrue();
    assertThat(matches(filter, "http://127.0.0.1:8080/nofilter/test")).isFalse();
  }

  @Test
  void s223_exclusionWins() {
    WebRequestFilter filter =
        WebRequestFilter.builder()
            .urls("http://h/filter/*")
            .excludeUrls("http://h/filter/test")
            .build();
    assertThat(matches(filter, "http://h/filter/test")).isFalse();
    assertThat(matches(filter, "http://h/filter/other")).isTrue();
  }

  @Test
  void s225_anEmptyExclusionIsNone() {
    WebRequestFilter filter =
        WebRequestFilter.builder().urls("http://h/filter/*").excludeUrls(List.of()).build();
    assertThat(matches(filter, "http://h/filter/test")).isTrue();
  }

  @Test
  void s226_s227_types() {
    WebRequestFilter filter =
        WebRequestFilter.builder()
            .urls("http://h/*")
            .excludeUrls("http://h/filter/test")
            .types(ResourceType.XHR)
            .build();
    Url url = Url.parse("http://h/x");
    assertThat(filter.matches(url, ResourceType.XHR)).isTrue();
    assertThat(filter.matches(url, ResourceType.STYLESHEET)).isFalse();
    assertThat(filter.matches(Url.parse("http://h/filter/test"), ResourceType.XHR)).isFalse();
  }

  @Test
  void s235_typesByElectronsNames() {
    List<String> names =
        List.of(
            "mainFrame",
            "subFrame",
            "stylesheet",
            "script",
            "image",
            "font",
            "object",
            "xhr",
            "ping",
            "cspReport",
            "media",
            "webSocket");
    WebRequestFilter filter =
        WebRequestFilter.builder().urls("<all_urls>").typeNames(names).build();
    assertThat(Arrays.stream(ResourceType.values()).filter(type -> !filter.types().contains(type)))
        .containsExactly(ResourceType.OTHER);
    assertThatThrownBy(() -> WebRequestFilter.builder().typeNames(List.of("xhr", "other")))
        .hasMessage("Invalid type other");
    assertThatThrownBy(() -> WebRequestFilter.builder().typeNames(List.of("XHR")))
        .hasMessage("Invalid type XHR");
  }

  @Test
  void aFilterWithoutUrlsIsRefused() {
    assertThatThrownBy(() -> WebRequestFilter.builder().types(ResourceType.XHR).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have property 'urls'")
        .hasMessageContaining("<all_urls>");
  }
}
