package dev.valence.net.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UrlLengthTest {
  private static final String START = "https://a.example/";

  @Test
  void aUrlOfTheLargestLengthIsParsed() {
    String input = START + "x".repeat(Url.MAX_LENGTH - START.length());
    assertThat(Url.parse(input).path()).hasSize(Url.MAX_LENGTH - START.length() + 1);
    assertTooLong(input + "x");
  }

  @Test
  void aUrlThatGrowsOverTheLengthIsRefused() {
    assertTooLong(START + " ".repeat(Url.MAX_LENGTH / 2) + "x");
    assertTooLong("https://" + "a".repeat(Url.MAX_LENGTH - 8));
    Url base = Url.parse(START + "x".repeat(Url.MAX_LENGTH - START.length()));
    assertThat(Url.tryParse("#y", base)).isNull();
    assertThatThrownBy(() -> base.resolve("#y")).isInstanceOf(InvalidUrlException.class);
  }

  @Test
  void settersRefuseWhatIsTooLong() {
    Url url = Url.parse(START);
    String value = "x".repeat(Url.MAX_LENGTH);
    assertThatThrownBy(() -> UrlSetters.search(url, value))
        .isInstanceOf(InvalidUrlException.class)
        .hasMessageContaining("too-long");
    assertThatThrownBy(() -> UrlSetters.hash(url, value + "x"))
        .isInstanceOf(InvalidUrlException.class)
        .hasMessageContaining("too-long");
  }

  /** Inputs that make a careless parser quadratic. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/..", "/.", "a/../", "@", ":", "[", "%2e/", "\t", ".", "0.", "\\", "a@:", "?", "#"
      })
  void hugeInputsTakeLinearTime(String piece) {
    String rest = piece.repeat(Url.MAX_LENGTH / 4 / piece.length());
    Url base = Url.parse("https://base.example/" + "d/".repeat(100_000));
    Assertions.assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          for (String start :
              new String[] {"https://", "https://h/", "app:", "app://", "file:", ""}) {
            Url url = Url.tryParse(start + rest, base);
            if (url != null) {
              assertThat(Url.parse(url.href())).isEqualTo(url);
            }
          }
        });
  }

  @Test
  void aHugeInternationalHostIsRefusedAtOnce() {
    StringBuilder host = new StringBuilder();
    for (int i = 0; i < Url.MAX_LENGTH / 2; i++) {
      host.append((char) (0x4E00 + i % 20_000));
    }
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          assertThat(Url.tryParse("https://" + host + "/")).isNull();
          assertThat(Url.tryParse("https://" + host.substring(0, 5000) + "/")).isNull();
          assertThat(Url.tryParse("https://ä." + "xn--a".repeat(900) + "/")).isNull();
          assertThat(Url.tryParse("https://" + host.substring(0, 900) + "/")).isNotNull();
        });
  }

  private static void assertTooLong(String input) {
    assertThat(Url.tryParse(input)).isNull();
    assertThatThrownBy(() -> Url.parse(input))
        .isInstanceOf(InvalidUrlException.class)
        .hasMessageContaining("too-long")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }
}
