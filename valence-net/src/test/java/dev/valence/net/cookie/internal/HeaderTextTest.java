package dev.valence.net.cookie.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "\u00e4", "\u2603", "\ud83d\ude00", "a\u00e4\u2603b"})
  void utf8IsText(String text) {
    String field = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(HeaderText.decode(field)).isEqualTo(text);
    assertThat(HeaderText.encode(text)).isEqualTo(field);
    assertThat(HeaderText.hasRaw(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00e9",
        "J\u00e9r\u00f4me",
        "\u00c3",
        "\u00ff\u00fe",
        "\u00c3\u00a4\u00e9",
        "\u00ed\u00a0\u0080"
      })
  void otherBytesComeBackUnchanged(String field) {
    String text = HeaderText.decode(field);
    assertThat(HeaderText.hasRaw(text)).isTrue();
    assertThat(HeaderText.encode(text)).isEqualTo(field);
    assertThat(HeaderText.decode(HeaderText.bytes(text))).isEqualTo(text);
  }

  @Test
  void everyByteComesBack() {
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      field.append((char) i);
    }
    assertThat(HeaderText.encode(HeaderText.decode(field.toString()))).isEqualTo(field.toString());
  }

  @Test
  void textThatIsNotBytesStaysText() {
    assertThat(HeaderText.decode("\u00e4\u2603")).isEqualTo("\u00e4\u2603");
  }
}
