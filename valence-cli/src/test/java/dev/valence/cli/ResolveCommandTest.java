package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolveCommandTest {
  @Test
  void addressesAreLines() {
    CliRun run = CliRun.of("resolve", "localhost");
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out().lines()).containsExactly("127.0.0.1", "::1");
  }

  @Test
  void rulesAndTypesCount() {
    CliRun run =
        CliRun.of("resolve", "--rules", "MAP a.test [::1]", "--type", "AAAA", "--json", "a.test");
    assertThat(run.out().strip())
        .isEqualTo(
            "{\"host\":\"a.test\",\"endpoints\":[{\"address\":\"::1\",\"family\":\"ipv6\"}]}");
  }

  @Test
  void aHostThatIsNotFoundEndsWith6() {
    CliRun run = CliRun.of("resolve", "--source", "localOnly", "unknown.test");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err()).contains("net::ERR_NAME_NOT_RESOLVED", "unknown.test");

    CliRun json = CliRun.of("resolve", "--json", "--source", "localOnly", "unknown.test");
    assertThat(json.code()).isEqualTo(6);
    assertThat(json.out())
        .contains("\"error\":{\"name\":\"net::ERR_NAME_NOT_RESOLVED\",\"code\":-105")
        .contains("\"exitCode\":6");
  }

  @ParameterizedTest
  @CsvSource({
    "--type, TXT",
    "--source, everywhere",
    "--cache, maybe",
    "--doh, http://dns.example/",
    "--doh-mode, on",
    "--server, dns.example",
    "--rules, MAP x",
  })
  void aWrongValueIsNamed(String option, String value) {
    CliRun run = CliRun.of("resolve", option, value, "a.test");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(value);
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() {
    CliRun run = CliRun.of("resolve", "--doh", "https://127.0.0.1:1/dns-query", "--json", "a.test");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.out()).contains("net::ERR_CONNECTION_REFUSED");
  }
}
