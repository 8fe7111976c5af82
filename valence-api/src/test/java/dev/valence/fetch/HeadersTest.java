package dev.valence.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {
  @Test
  void lookUpIgnoresCaseAndValuesAreJoined() {
    Headers headers = Headers.of("B-Name", "1", "a", "x", "b-name", " 2 ");
    assertThat(headers.get("B-NAME")).isEqualTo("1, 2");
    assertThat(headers.getAll("b-name")).containsExactly("1", "2");
    assertThat(headers.has("A")).isTrue();
    assertThat(headers.get("none")).isNull();
    assertThat(headers.rawHeaders()).containsExactly("B-Name", "1", "a", "x", "b-name", "2");
    assertThat(headers.size()).isEqualTo(3);
  }

  @Test
  void iterationIsSortedAndKeepsCookiesApart() {
    Headers headers =
        Headers.of("Set-Cookie", "b=2", "Z", "1", "set-cookie", "a=1", "A", "0", "z", "2");
    assertThat(headers)
        .containsExactly(
            Map.entry("a", "0"),
            Map.entry("set-cookie", "b=2"),
            Map.entry("set-cookie", "a=1"),
            Map.entry("z", "1, 2"));
    assertThat(headers.getSetCookie()).containsExactly("b=2", "a=1");
  }

  @Test
  void setReplacesAndDeleteRemoves() {
    Headers headers = Headers.of("a", "1", "b", "2", "A", "3");
    headers.set("A", "4").delete("b");
    assertThat(headers.rawHeaders()).containsExactly("A", "4");
  }

  @Test
  void whatCannotBeSentIsRefused() {
    assertThatThrownBy(() -> Headers.of("a b", "1")).hasMessage("Invalid header name: 'a b'");
    assertThatThrownBy(() -> Headers.of("a", "1\n2")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Headers.of("a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secretsAreNotShown() {
    assertThat(Headers.of("Cookie", "a=secret", "X", "y").toString())
        .contains("X: y")
        .doesNotContain("secret=", "a=secret");
  }

  @Test
  void searchParams() {
    UrlSearchParams params = UrlSearchParams.parse("?a=1&b=%C3%BC+x&a=2&c&%zz=%");
    assertThat(params.getAll("a")).containsExactly("1", "2");
    assertThat(params.get("b")).isEqualTo("ü x");
    assertThat(params.get("c")).isEmpty();
    assertThat(params.get("%zz")).isEqualTo("%");
    params.set("a", "9").delete("b").append("d", "~*-._");
    assertThat(params.toString()).isEqualTo("a=9&c=&%25zz=%25&d=%7E*-._");
    assertThat(params.has("b")).isFalse();
    assertThat(params.size()).isEqualTo(4);
  }

  @Test
  void blobs() {
    Blob blob = Blob.of("hello", "Text/Plain");
    assertThat(blob.type()).isEqualTo("text/plain");
    assertThat(blob.slice(1, 3, "").text()).isEqualTo("el");
    assertThat(blob.slice(-3, 100, "").text()).isEqualTo("llo");
    assertThat(blob.slice(4, 2, "").size()).isZero();
    assertThat(Blob.of("x", "a\nb").type()).isEmpty();
  }
}
