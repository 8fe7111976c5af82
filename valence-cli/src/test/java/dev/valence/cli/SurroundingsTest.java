package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.Valence;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sessions}, {@code doctor} and {@code demo}. */
class SurroundingsTest {
  @TempDir Path folder;

  @Test
  void sessionsAreListedWithTheirCookiesAndTheirHolder() throws Exception {
    String data = folder.toString();
    CliRun.of(
        "cookies",
        "set",
        "--partition",
        "persist:My Work",
        "--user-data",
        data,
        "--max-age",
        "3600",
        "https://app.example/",
        "a=1");
    try (Valence valence = Valence.builder().userData(folder).build()) {
      valence.session().fromPartition("persist:other");
      CliRun run = CliRun.of("sessions", "--user-data", data, "--json");
      JsonNode list = new ObjectMapper().readTree(run.out());
      assertThat(list).as(run.toString()).hasSize(2);
      assertThat(list.get(0).path("partition").asText()).isEqualTo("persist:My Work");
      assertThat(list.get(0).path("cookies").asInt()).isEqualTo(1);
      assertThat(list.get(0).path("bytes").asLong()).isPositive();
      assertThat(list.get(0).path("holder").isNull()).isTrue();
      assertThat(list.get(1).path("holder").asLong()).isEqualTo(ProcessHandle.current().pid());
      CliRun busy =
          CliRun.of("cookies", "list", "--partition", "persist:other", "--user-data", data);
      assertThat(busy.code()).isEqualTo(4);
      assertThat(busy.err()).contains("in use");
    }
    CliRun table = new CliRun().onTerminal().run("sessions", "--user-data", data);
    assertThat(table.out()).contains("SESSION", "persist:My Work");
  }

  @Test
  void noSessionsAreNoFailure() {
    CliRun run =
        new CliRun()
            .environment(Map.of("XDG_DATA_HOME", folder.toString(), "HOME", folder.toString()))
            .run("sessions");
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(folder.toString());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theDoctorLooksAndTouchesNothing() throws Exception {
    CliRun run = CliRun.of("doctor", "--json", "--user-data", folder.resolve("new").toString());
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(report.path("well").asBoolean()).as(run.toString()).isEqualTo(run.code() == 0);
    assertThat(report.path("checks").findValuesAsText("subject"))
        .contains("Java", "Sockets", "TLS", "Trusted roots", "User data", "Look-up", "IPv6");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theDoctorSaysWhatDoesNotWork() throws Exception {
    Path file = java.nio.file.Files.writeString(folder.resolve("file"), "no folder");
    CliRun run = CliRun.of("doctor", "--user-data", file.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("✗ User data +" + java.util.regex.Pattern.quote(file.toString()));
  }

  @Test
  void theDemoHolds() throws Exception {
    CliRun run = CliRun.of("demo", "--json");
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(report.path("held").asBoolean()).as(run.toString()).isTrue();
    assertThat(run.code()).isZero();
    assertThat(report.path("steps")).hasSize(12);
  }

  @Test
  void theQuietDemoSaysNothing() {
    CliRun run = CliRun.of("demo", "--quiet");
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
  }
}
