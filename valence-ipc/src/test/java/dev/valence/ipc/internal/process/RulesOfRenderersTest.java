package dev.valence.ipc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ipc.internal.process.ExitRules.Cause;
import dev.valence.ipc.process.RendererExit;
import dev.valence.ipc.process.RendererOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure decisions about renderers. */
class RulesOfRenderersTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aRateLetsABurstThroughAndThenSoManyASecond() {
    RateLimit rate = new RateLimit(10, 3, 0);
    assertThat(rate.take(0)).isZero();
    assertThat(rate.take(0)).isZero();
    assertThat(rate.take(0)).isZero();
    assertThat(rate.take(0)).isEqualTo(SECOND / 10);
    assertThat(rate.take(0)).isEqualTo(SECOND / 5);
    // What is owed is paid back, and no more than a burst is saved.
    assertThat(rate.take(SECOND / 2)).isZero();
    assertThat(rate.take(100 * SECOND)).isZero();
    assertThat(rate.take(100 * SECOND)).isZero();
    assertThat(rate.take(100 * SECOND)).isZero();
    assertThat(rate.take(100 * SECOND)).isPositive();
  }

  @Test
  void aBacklogPausesAndIsWorkedOffToTheHalf() {
    Backlog backlog = new Backlog(1_000);
    assertThat(backlog.add(1_000, false)).isEqualTo(Backlog.Verdict.GO_ON);
    assertThat(backlog.add(1, false)).isEqualTo(Backlog.Verdict.PAUSE);
    assertThat(backlog.remove(500)).isFalse();
    assertThat(backlog.remove(1)).isTrue();
  }

  @Test
  void aBacklogOfSomebodyWhoIsAwaitedMayGrowFurtherButNotForEver() {
    Backlog backlog = new Backlog(1_000);
    assertThat(backlog.add(16_000, true)).isEqualTo(Backlog.Verdict.GO_ON);
    assertThat(backlog.add(1, true)).isEqualTo(Backlog.Verdict.END);
  }

  @Test
  void allowedChannelsAreNamesAndBeginnings() {
    AllowedChannels some = new AllowedChannels(Optional.of(List.of("a", "b:*")));
    assertThat(some.allows("a")).isTrue();
    assertThat(some.allows("b:x")).isTrue();
    assertThat(some.allows("b:")).isTrue();
    assertThat(some.allows("ab")).isFalse();
    assertThat(some.allows("b")).isFalse();
    assertThat(some.allows("")).isFalse();
    assertThat(new AllowedChannels(Optional.empty()).allows("any")).isTrue();
    assertThat(new AllowedChannels(Optional.of(List.of())).allows("any")).isFalse();
    assertThat(new AllowedChannels(Optional.of(List.of("*"))).allows("any")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ITSELF, 0, CLEAN_EXIT",
    "ITSELF, 1, ABNORMAL_EXIT",
    "ITSELF, 134, CRASHED",
    "ITSELF, 139, CRASHED",
    "ITSELF, 137, KILLED",
    "ITSELF, 143, KILLED",
    "ASKED_TO_CLOSE, 0, CLEAN_EXIT",
    "KILLED, 137, KILLED",
    "DID_NOT_CONNECT, 137, LAUNCH_FAILED",
    "BROKE_A_RULE, 137, INTEGRITY_FAILURE"
  })
  void howARendererEnded(Cause cause, int code, RendererExit.Reason reason) {
    assertThat(ExitRules.of(1, cause, null, OptionalInt.of(code)).reason()).isEqualTo(reason);
  }

  @Test
  void aLongClassPathGoesByTheEnvironment() {
    RendererOptions options =
        RendererOptions.builder().jvmArguments("-Xss1m").arguments("x").build();
    assertThat(Program.ofClass(String.class, options, "a:b").command())
        .endsWith("-Xss1m", "-cp", "a:b", "java.lang.String", "x");
    assertThat(Program.ofClass(String.class, options, "a".repeat(8_000)).command())
        .endsWith("-Xss1m", "java.lang.String", "x")
        .doesNotContain("-cp");
  }
}
