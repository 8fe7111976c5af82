package dev.valence.net.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PercentEncodingTest {
  /** The printable ASCII characters of each set, in order. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = 'q',
      delimiter = 'z',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "C0_CONTROLzqq",
        "FRAGMENTz \"<>`",
        "QUERYz \"#<>",
        "SPECIAL_QUERYz \"#'<>",
        "PATHz \"#<>?^`{}",
        "USERINFOz \"#/:;<=>?@[\\]^`{|}",
        "COMPONENTz \"#$%&+,/:;<=>?@[\\]^`{|}",
        "FORM_URLENCODEDz !\"#$%&'()+,/:;<=>?@[\\]^`{|}~",
      })
  void sets(PercentEncodeSet set, String expected) {
    StringBuilder encoded = new StringBuilder();
    for (char c = ' '; c < 0x7F; c++) {
      if (set.contains(c)) {
        encoded.append(c);
      }
    }
    assertThat(encoded).hasToString(expected);
    assertThat(set.contains('\u001F')).isTrue();
    assertThat(set.contains('\u007F')).isTrue();
    assertThat(set.contains('\u0080')).isTrue();
  }

  @Test
  void encodesUtf8() {
    assertThat(PercentEncoding.encode("a é€😀\uD800b", PercentEncodeSet.PATH))
        .isEqualTo("a%20%C3%A9%E2%82%AC%F0%9F%98%80%EF%BF%BDb");
    String same = "plain";
    assertThat(PercentEncoding.encode(same, PercentEncodeSet.PATH)).isSameAs(same);
  }

  @Test
  void decodes() {
    assertThat(new String(PercentEncoding.decode("a%20%C3%a9%zz%4é%"), StandardCharsets.UTF_8))
        .isEqualTo("a é%zz%4é%");
    assertThat(PercentEncoding.decode("%00%ff")).containsExactly(0, 0xFF);
  }
}
