package dev.valence.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.net.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "a=1 | VALUE | 1 | - | -",
        "a=1;type=text/css | VALUE | 1 | text/css | -",
        "a=x;y | VALUE | x;y | - | -",
        "a= | VALUE | `` | - | -",
        "a=@f.txt | FILE | f.txt | - | -",
        "a=@f.txt;type=text/plain;filename=g.txt | FILE | f.txt | text/plain | g.txt",
        "a=@f.txt;filename=g.txt;type=text/plain | FILE | f.txt | text/plain | g.txt",
        "a=@f;type=text/plain;charset=utf-8 | FILE | f | text/plain;charset=utf-8 | -",
        "a=@\"x;y\";filename=\"q\\\"r\" | FILE | x;y | - | q\"r",
        "a=<f.txt | CONTENT | f.txt | - | -",
        "a=\"x\"y | VALUE | \"x\"y | - | -"
      })
  void formFieldsAreReadAsCurlDoes(
      String text, FormField.Kind kind, String source, String type, String fileName) {
    assertThat(FormField.parse(text)).isEqualTo(new FormField("a", kind, source, type, fileName));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=1", "a=@", "a=<;type=x/y"})
  void aFieldWithoutNameOrFileIsRefused(String text) {
    assertThatThrownBy(() -> FormField.parse(text))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("-F");
  }

  @Test
  void headersAreReadAsCurlDoes() {
    assertThat(HeaderArgument.parse("X-A: b:c ")).isEqualTo(new HeaderArgument("X-A", "b:c"));
    assertThat(HeaderArgument.parse("X-Empty;")).isEqualTo(new HeaderArgument("X-Empty", ""));
  }

  @Test
  void aHeaderWithoutAColonIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> HeaderArgument.parse("Bearer secret"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> HeaderArgument.parse("Accept:")).hasMessageContaining("Accept;");
  }

  @Test
  void resolveBecomesHostRules() {
    assertThat(ResolveArgument.rules(List.of("a.test:443:127.0.0.1", "b.test:80:::1")))
        .isEqualTo("MAP a.test:443 127.0.0.1,MAP b.test:80 [::1]");
    assertThatThrownBy(() -> ResolveArgument.rules(List.of("a.test:443:other.test")))
        .hasMessageContaining("HOST:PORT:ADDRESS");
  }

  @Test
  void aUrlWithoutASchemeIsHttp() {
    assertThat(TargetUrl.parse("localhost:81/x").href()).isEqualTo("http://localhost:81/x");
    assertThat(TargetUrl.parse("https://a.test").href()).isEqualTo("https://a.test/");
    assertThatThrownBy(() -> TargetUrl.parse("ftp://a.test/")).hasMessageContaining("not served");
    assertThatThrownBy(() -> TargetUrl.parse("http://a b/")).isInstanceOf(CommandFailure.class);
  }

  @Test
  void aFileIsNamedAfterTheLastPartOfThePathAndNothingElse() {
    assertThat(TargetUrl.fileName(Url.parse("http://a.test/x/y.zip?z"))).isEqualTo("y.zip");
    assertThatThrownBy(() -> TargetUrl.fileName(Url.parse("http://a.test/x/")))
        .hasMessageContaining("-o FILE");
    assertThatThrownBy(() -> TargetUrl.fileName(Url.parse("http://a.test/.bashrc")))
        .hasMessageContaining("-o FILE");
  }

  @Test
  void dataFromAFileLosesItsLineEnds() {
    byte[] content = "a=1\r\n&b=2\n\0".getBytes(StandardCharsets.UTF_8);
    assertThat(Upload.withoutLineEnds(content)).asString().isEqualTo("a=1&b=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization | Bearer abc | Bearer ****",
        "Authorization | abc | ****",
        "Cookie | a=1; b=2 | a=****; b=****",
        "Set-Cookie | a=1; Path=/; HttpOnly | a=****; Path=/; HttpOnly",
        "Accept | text/html | text/html"
      })
  void secretsAreMasked(String name, String value, String masked) {
    assertThat(HeadText.masked(name, value)).isEqualTo(masked);
  }
}
