package dev.valence.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en-US,fr,de|en-US,fr;q=0.9,de;q=0.8",
        "en|en",
        " en , , de |en,de;q=0.9",
        "a,b,c,d,e,f,g,h,i,j,k,l|a,b;q=0.9,c;q=0.8,d;q=0.7,e;q=0.6,f;q=0.5,g;q=0.4,h;q=0.3,"
            + "i;q=0.2,j;q=0.1,k;q=0.1,l;q=0.1"
      })
  void s031_languagesGetWeights(String languages, String header) {
    assertThat(AcceptLanguages.header(languages)).isEqualTo(header);
  }

  @Test
  void languagesMustBeCodes() {
    assertThat(AcceptLanguages.header("")).isEmpty();
    assertThatThrownBy(() -> AcceptLanguages.header("en\r\nX: y"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "work,work",
    "my-app_2.0,my-app_2.0",
    "..,%2e%2e",
    ".hidden,%2ehidden",
    "end.,end%2e",
    "a/b,a%2fb",
    "a\\b,a%5cb",
    "Work,%57ork",
    "ü,%c3%bc",
    "con,%63on",
    "com1.txt,%63om1.txt",
    "%,%25",
    "'',%"
  })
  void partitionsBecomeFolders(String partition, String folder) {
    assertThat(PartitionNames.folder(partition)).isEqualTo(folder);
    assertThat(PartitionNames.partition(folder)).isEqualTo(partition);
  }

  @Test
  void longPartitionsEndInTheirHash() {
    String one = PartitionNames.folder("x".repeat(500));
    String other = PartitionNames.folder("x".repeat(501));
    assertThat(one).hasSize(120).isNotEqualTo(other);
  }

  @Test
  void theAgentNamesPlatformAndVersion() {
    assertThat(DefaultUserAgent.of("Linux", "amd64", "0.1.0"))
        .isEqualTo("Mozilla/5.0 (X11; Linux x86_64) Valence/0.1.0");
    assertThat(DefaultUserAgent.of("Windows 11", "amd64", "1"))
        .isEqualTo("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Valence/1");
    assertThat(DefaultUserAgent.of("Mac OS X", "aarch64", "1"))
        .isEqualTo("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Valence/1");
    assertThat(DefaultUserAgent.value())
        .matches("Mozilla/5\\.0 \\(.+\\) Valence/\\d+\\.\\d+\\.\\d+");
  }
}
