package dev.valence.net.internal.hsts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6797 §6.1 and §6.2, and Chromium's limit of a year. */
class StsHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=31536000 | 31536000 | false",
        "max-age=15768000 ; includeSubDomains | 15768000 | true",
        "max-age=\"31536000\" | 31536000 | false",
        "max-age=0 | 0 | false",
        "max-age=0; includeSubDomains | 0 | true",
        "MAX-AGE=5;INCLUDESUBDOMAINS | 5 | true",
        "includeSubDomains; max-age=5 | 5 | true",
        "max-age=5; preload | 5 | false",
        "max-age=5; unknown=\"x y\" | 5 | false",
        ";; max-age = 5 ;; | 5 | false",
        "max-age=99999999999999999999999 | 31536000 | false",
      })
  void aFieldIsRead(String field, long maxAge, boolean subDomains) {
    assertThat(StsHeader.parse(field)).isEqualTo(new StsHeader(maxAge, subDomains));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "includeSubDomains",
        "max-age",
        "max-age=",
        "max-age=-1",
        "max-age=5x",
        "max-age=\"5",
        "max-age=5; max-age=6",
        "max-age=5; includeSubDomains; includeSubDomains",
        "max-age=5; includeSubDomains=true",
        "max-age=5; bad name=1",
        "max-age=5, includeSubDomains",
      })
  void aFieldAgainstTheGrammarIsVoid(String field) {
    assertThat(StsHeader.parse(field)).isNull();
  }
}
