package dev.valence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JitterTest {
  private static List<Long> delays(int longestMillis) {
    Random random = new Random(1);
    return LongStream.generate(() -> Jitter.delayMillis(longestMillis, random))
        .limit(1_000)
        .boxed()
        .toList();
  }

  @Test
  void itIsOffUntilItIsAskedFor() {
    assertThat(delays(0)).containsOnly(0L);
    assertThat(delays(-1)).containsOnly(0L);
  }

  @Test
  void delaysAreUpToTheLongestAndMostlyShort() {
    List<Long> delays = delays(200);

    assertThat(delays).allMatch(millis -> millis >= 0 && millis <= 200);
    assertThat(delays).filteredOn(millis -> millis == 0).hasSizeBetween(450, 700);
    assertThat(delays).filteredOn(millis -> millis > 100).hasSizeBetween(50, 200);
  }
}
