package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @Test
  void withoutACommandItPrintsHelp() {
    CliRun run = CliRun.of();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("fetch", "cookies", "sessions", "doctor", "demo", "Start here");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fetch",
        "download",
        "downloads list",
        "downloads resume",
        "downloads cancel",
        "ws",
        "cookies",
        "cookies list",
        "cookies get",
        "cookies set",
        "cookies remove",
        "cookies import",
        "cookies export",
        "sessions",
        "resolve",
        "proxy",
        "doctor",
        "demo",
        "completion"
      })
  void everyCommandHasHelpWithExamples(String command) {
    String[] words = (command + " --help").split(" ", -1);
    CliRun run = CliRun.of(words);
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).contains("Examples:", "valence " + command);
  }

  @Test
  void theExitCodesAreInTheHelpOfFetch() {
    assertThat(CliRun.of("fetch", "--help").out())
        .containsPattern("(?m)^ +60 +the server's certificate is not trusted$");
  }

  @Test
  void theVersionIsTold() {
    CliRun run = CliRun.of("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out()).matches("valence [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\R");
  }

  @Test
  void aTypingErrorGetsASuggestionInOneLine() {
    CliRun run = CliRun.of("fethc", "http://localhost/");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("valence: no such command: fethc; did you mean fetch");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void anUnknownOptionGetsASuggestion() {
    CliRun run = CliRun.of("fetch", "--outptu", "x", "http://localhost/");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--outptu", "--output", "valence fetch --help");
  }

  @Test
  void coloursAreForTerminalsOnly() {
    assertThat(CliRun.of("fetch", "--help").out()).doesNotContain("\u001B[");
    assertThat(new CliRun().onTerminal().run("fetch", "--help").out()).contains("\u001B[");
    assertThat(
            new CliRun()
                .onTerminal()
                .environment(Map.of("NO_COLOR", "1"))
                .run("fetch", "--help")
                .out())
        .doesNotContain("\u001B[");
  }

  @Test
  void completionIsAScript() {
    CliRun run = CliRun.of("completion");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("complete", "valence", "--max-redirs");
  }
}
