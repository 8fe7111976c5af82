package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.NtlmGate;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FetchLoginTest {
  private static TestServer basicServer() throws IOException {
    return TestServer.start(
        exchange -> {
          if ("Basic dXNlcjpwYTpzcw==".equals(exchange.header("authorization"))) {
            exchange.respond(200, "in");
          } else {
            exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"r\"").text("out");
          }
        });
  }

  @Test
  void aUserLogsInWhenTheServerAsks() throws Exception {
    try (TestServer server = basicServer()) {
      CliRun run = CliRun.of("fetch", "-v", "-u", "user:pa:ss", server.url("/"));

      assertThat(run.code()).as(run.toString()).isZero();
      assertThat(run.out()).isEqualTo("in");
      assertThat(run.err()).doesNotContain("pa:ss").doesNotContain("dXNlcjpwYTpzcw");
      assertThat(server.requestCount()).isEqualTo(2);
    }
  }

  @Test
  void thePasswordComesFromAVariable() throws Exception {
    try (TestServer server = basicServer()) {
      CliRun run =
          new CliRun()
              .environment(Map.of("VALENCE_PASSWORD", "pa:ss"))
              .run("fetch", "--user", "user", server.url("/"));

      assertThat(run.out()).isEqualTo("in");
    }
  }

  @Test
  void withoutAPasswordAndATerminalTheUsageIsWrong() throws Exception {
    try (TestServer server = basicServer()) {
      CliRun run = CliRun.of("fetch", "--user", "user", server.url("/"));

      assertThat(run.code()).isNotZero();
      assertThat(run.err()).contains("VALENCE_PASSWORD");
      assertThat(server.requestCount()).isZero();
    }
  }

  @Test
  void aSchemeCanBeChosen() throws Exception {
    NtlmGate gate = new NtlmGate("DOM", "ann", "x", false);
    try (TestServer server =
            TestServer.start(
                exchange -> {
                  String user = gate.admit(exchange);
                  if (user != null) {
                    exchange.respond(200, user);
                  }
                });
        TestServer basic = basicServer()) {
      assertThat(CliRun.of("fetch", "--ntlm", "-u", "DOM\\ann:x", server.url("/")).out())
          .isEqualTo("ann");
      assertThat(CliRun.of("fetch", "--digest", "-u", "user:pa:ss", basic.url("/")).out())
          .isEqualTo("out");
      assertThat(CliRun.of("fetch", "--digest", "--anyauth", basic.url("/")).err())
          .contains("contradict");
    }
  }

  @Test
  void aRedirectToAnotherHostGetsNoPassword() throws Exception {
    try (TestServer other = basicServer();
        TestServer server =
            TestServer.start(
                exchange ->
                    exchange
                        .reply(302)
                        .header("Location", "http://localhost:" + other.port() + "/")
                        .empty())) {
      CliRun run = CliRun.of("fetch", "-L", "-u", "user:pa:ss", server.url("/"));

      assertThat(run.out()).isEqualTo("out");
    }
  }
}
