package dev.valence.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPathTest {
  @Test
  void namesAreDecodedOnce() {
    assertThat(UrlPath.parse("/a/b%20c.txt", false))
        .isEqualTo(new UrlPath(List.of("a", "b c.txt"), false));
    assertThat(UrlPath.parse("/%252e%252e", false))
        .isEqualTo(new UrlPath(List.of("%2e%2e"), false));
    assertThat(UrlPath.parse("/%C3%A4/", false)).isEqualTo(new UrlPath(List.of("ä"), true));
    assertThat(UrlPath.parse("/", false)).isEqualTo(new UrlPath(List.of(), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/../a",
        "/a/..",
        "/./a",
        "/%2e%2E/a",
        "/a%2fb",
        "/a%5Cb",
        "/a\\b",
        "//a",
        "/a//b",
        "/a%00",
        "/a%0a",
        "/%",
        "/%2",
        "/%zz",
        "/%ff%fe",
        "/%c0%ae%c0%ae/a",
        "/C:/a",
        "/c:",
        "/a%7f"
      })
  void whatIsNoNameIsRefusedEverywhere(String path) {
    assertThat(UrlPath.parse(path, false)).isNull();
    assertThat(UrlPath.parse(path, true)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/con",
        "/NUL.txt",
        "/aux.",
        "/COM1",
        "/lpt9.log",
        "/a.",
        "/a%20",
        "/file:stream",
        "/ab%3Ac",
        "/a%3F",
        "/x/prn/y",
        "/conin$"
      })
  void whatWindowsReadsOtherwiseIsRefusedThere(String path) {
    assertThat(UrlPath.parse(path, true)).isNull();
    assertThat(UrlPath.parse(path, false)).isNotNull();
  }

  @Test
  void depthIsBounded() {
    assertThat(UrlPath.parse("/a".repeat(256), false)).isNotNull();
    assertThat(UrlPath.parse("/a".repeat(257), false)).isNull();
  }

  @Test
  void hiddenNames() {
    assertThat(UrlPath.parse("/.git/config", false).isHidden()).isTrue();
    assertThat(UrlPath.parse("/a/.env", false).isHidden()).isTrue();
    assertThat(UrlPath.parse("/.well-known/x", false).isHidden()).isFalse();
  }
}
