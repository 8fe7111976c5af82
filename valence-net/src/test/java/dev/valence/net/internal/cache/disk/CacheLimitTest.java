package dev.valence.net.internal.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheLimitTest {
  @ParameterizedTest
  @CsvSource({
    "-1, 80",
    "0, 0",
    "50, 40",
    "100, 80",
    "799, 80",
    "1000, 100",
    "2000, 200",
    "10000, 200",
    "25000, 250",
    "32000, 320",
    "9000000, 320"
  })
  void megabytes(long room, long limit) {
    assertThat(CacheLimit.of(room < 0 ? room : room << 20))
        .isBetween((limit << 20) - (1 << 20), limit << 20);
  }
}
