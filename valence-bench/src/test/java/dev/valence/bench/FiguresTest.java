package dev.valence.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.bench.client.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void medianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Figures.of(new double[] {9, 1, 5})).isEqualTo(new Figures(5, 1, 9));
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Figures.of(new double[] {8, 1, 2, 4})).isEqualTo(new Figures(3, 1, 8));
  }

  @Test
  void measurementSurvivesItsLine() {
    Measurement measurement = new Measurement(10, 2_000_000_000, 7, 4096, true);

    assertThat(Measurement.parse(" " + measurement.toLine())).isEqualTo(measurement);
    assertThatThrownBy(() -> Measurement.parse("operations=1"))
        .hasMessageContaining("no nanos in the client's answer");
  }

  @Test
  void valuesAreInTheUnitOfTheWork() {
    Measurement measurement = new Measurement(10, 2_000_000_000, 7, 4096, true);

    assertThat(measurement.value(Work.GET)).isEqualTo(5);
    assertThat(measurement.value(Work.DOWNLOAD)).isEqualTo(5 * 268.435456);
    assertThat(measurement.value(Work.START)).isEqualTo(2000);
  }

  @Test
  void everyScenarioIsFoundByItsName() {
    for (Scenario scenario : Scenario.values()) {
      assertThat(Scenario.of(scenario.key())).isSameAs(scenario);
    }
    assertThatThrownBy(() -> Scenario.of("warp"))
        .hasMessageStartingWith("no scenario \"warp\"; there are [seq-h1, ");
  }

  @Test
  void reportComparesWithTheLimitAndWithTheBestLibrary() {
    Measurement slow = new Measurement(1000, 1_000_000_000, 500_000_000, 8_000_000, true);
    Measurement fast = new Measurement(2000, 1_000_000_000, 500_000_000, 8_000_000, true);
    Report report =
        new Report(
            List.of(
                new Sample(Scenario.SEQ_H1, Peer.NETTY, 1, fast, 0.5),
                new Sample(Scenario.SEQ_H1, Peer.VALENCE, 1, fast, 0.5),
                new Sample(Scenario.SEQ_H1, Peer.JDK, 1, slow, 0.5)));

    assertThat(report.of(Scenario.SEQ_H1))
        .containsPattern("Valence +2,000 +2,000 +2,000 +1.00 +2.00 +50 %, +50 % +4,000")
        .containsPattern("JDK HttpClient +1,000 +1,000 +1,000 +0.50 +1.00")
        .containsPattern("JDK HttpClient +8,000 +8,000 +8,000 +2.00 +1.00");
  }
}
