package dev.valence.examples.primes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class PrimesExampleTest {
  @Test
  void theExampleCountsInAnotherProcessAndCanBeStopped() throws Exception {
    List<Double> progress = new CopyOnWriteArrayList<>();
    try (Valence valence = Valence.builder().build()) {
      PrimesExample.Outcome outcome = PrimesExample.run(valence, progress::add);
      assertThat(outcome.primes()).isEqualTo(1_270_607);
      assertThat(outcome.pid()).isNotEqualTo(ProcessHandle.current().pid());
      assertThat(outcome.stoppedAt()).isBetween(0.0, 0.5);
      assertThat(progress).isSorted().hasSizeGreaterThan(10).last().isEqualTo(1.0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "2, 0",
    "3, 1",
    "100, 25",
    "262144, 23000",
    "262145, 23000",
    "1000000, 78498"
  })
  void primesBelow(long limit, long count) {
    PrimeSieve sieve = new PrimeSieve(limit);
    while (sieve.next()) {
      assertThat(sieve.done()).isLessThanOrEqualTo(limit);
    }
    assertThat(sieve.count()).isEqualTo(count);
  }

  @Test
  void otherLimitsAreRefused() {
    assertThatThrownBy(() -> new PrimeSieve(-1)).hasMessageContaining("-1");
  }
}
