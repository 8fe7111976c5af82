package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RelayProxy;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fetch -v}: what went over the wire, and over which. */
class FetchVerboseTest {
  private static final int WAIT_SECONDS = 30;

  @TempDir Path folder;

  private static TestServer site() throws IOException {
    return TestServer.start(
        exchange -> {
          switch (exchange.path()) {
            case "/in" ->
                exchange
                    .reply(302)
                    .header("Set-Cookie", "sid=hidden; Path=/")
                    .header("Location", "/home")
                    .text("moved");
            case "/stored" -> exchange.reply(200).header("Cache-Control", "max-age=600").text("s");
            case "/confirmed" -> {
              if ("\"v1\"".equals(exchange.header("if-none-match"))) {
                exchange.reply(304).header("ETag", "\"v1\"").empty();
              } else {
                exchange
                    .reply(200)
                    .header("Cache-Control", "no-cache")
                    .header("ETag", "\"v1\"")
                    .text("kept");
              }
            }
            default -> exchange.respond(200, "home");
          }
        });
  }

  @Test
  void everyHopShowsTheHeadAsItWasSent() throws Exception {
    try (TestServer server = site()) {
      CliRun run = CliRun.of("fetch", "-v", "-L", server.url("/in"));

      assertThat(run.out()).as(run.toString()).isEqualTo("home");
      assertThat(run.err())
          .containsSubsequence(
              "* new connection ",
              " to 127.0.0.1:" + server.port(),
              "TCP ",
              "> GET /in HTTP/1.1",
              "> Host: 127.0.0.1:" + server.port(),
              "< HTTP/1.1 302",
              "< Set-Cookie: sid=****; Path=/",
              "* head after ",
              "* redirect to " + server.url("/home"),
              "* using connection ",
              " again",
              "> GET /home HTTP/1.1",
              "< HTTP/1.1 200");
      // The jar's cookie and what the session adds are in the second head.
      String second = run.err().substring(run.err().indexOf("> GET /home"));
      assertThat(second)
          .contains("> Cookie: sid=****", "> Accept-Encoding: ", "> User-Agent: ")
          .doesNotContain("hidden", "* new connection");
    }
  }

  @Test
  void secretsAreShownWhenAsked() throws Exception {
    try (TestServer server = site()) {
      CliRun run = CliRun.of("fetch", "-v", "--show-secrets", "-L", server.url("/in"));
      assertThat(run.err()).contains("> Cookie: sid=hidden");
    }
  }

  @Test
  void tlsAndHttp2AreTold() throws Exception {
    Path roots = TestAuthority.shared().writeCertificate(folder.resolve("root.pem"));
    try (TestServer server =
        TestServer.builder().tls().http2().start(exchange -> exchange.respond(200, "two"))) {
      CliRun run = CliRun.of("fetch", "-v", "--cacert", roots.toString(), server.url("/x"));

      assertThat(run.out()).as(run.toString()).isEqualTo("two");
      assertThat(run.err())
          .containsSubsequence(
              "* new connection ",
              "TLS ",
              " ms)",
              "* TLSv1.3, TLS_",
              ", ALPN h2",
              "> GET /x HTTP/2",
              "> :authority: localhost:" + server.port(),
              "< HTTP/2 200");
    }
  }

  @Test
  void tlsIsTheServersNotTheProxys() throws Exception {
    Path roots = TestAuthority.shared().writeCertificate(folder.resolve("root.pem"));
    var identity = TestAuthority.shared().leaf().names("localhost").issue();
    try (TestServer server =
            TestServer.builder()
                .tls(identity)
                .tlsProtocols("TLSv1.2")
                .start(exchange -> exchange.respond(200, "through two"));
        RawServer proxy =
            RawServer.startTls(identity, connection -> tunnel(connection, server.port()))) {
      CliRun run =
          CliRun.of(
              "fetch",
              "-v",
              "--cacert",
              roots.toString(),
              "-x",
              "https://localhost:" + proxy.port(),
              "--proxy-bypass",
              "<-loopback>",
              "https://localhost:" + server.port() + "/");

      assertThat(run.out()).as(run.toString()).isEqualTo("through two");
      assertThat(run.err())
          .contains("* through HTTPS localhost:" + proxy.port(), "TCP and proxy ", "* TLSv1.2, ")
          .doesNotContain("TLSv1.3");
    }
  }

  private static void tunnel(RawConnection connection, int port) throws IOException {
    connection.readHead();
    try (Socket origin = new Socket("127.0.0.1", port)) {
      connection.write("HTTP/1.1 200 OK\r\n\r\n");
      RelayProxy.relay(connection, origin);
    }
  }

  @Test
  void aProxyThatIsPassedOverIsTold() throws Exception {
    try (TestServer proxy = TestServer.start(exchange -> exchange.respond(200, "second"))) {
      String list = "127.0.0.1:1,127.0.0.1:" + proxy.port();
      CliRun run = CliRun.of("fetch", "-v", "-x", "http=" + list, "http://x.test/a");

      assertThat(run.out()).as(run.toString()).isEqualTo("second");
      assertThat(run.err())
          .containsSubsequence(
              "* no way through PROXY 127.0.0.1:1: net::ERR_PROXY_CONNECTION_FAILED",
              "* through PROXY 127.0.0.1:" + proxy.port(),
              "> GET http://x.test/a HTTP/1.1");
    }
  }

  @Test
  void aServerDoesNotSteerTheTerminal() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 200 OK\r\nX-Odd: a\u001b[2Jb\r\nContent-Length: 1\r\n\r\nx");
            })) {
      CliRun run = CliRun.of("fetch", "-v", server.url("/"));
      assertThat(run.out()).as(run.toString()).isEqualTo("x");
      assertThat(run.err()).contains("< X-Odd: a?[2Jb").doesNotContain("\u001b");
    }
  }

  @Test
  void theCacheIsTold() throws Exception {
    try (TestServer server = site()) {
      CliRun stored = CliRun.of("fetch", "-v", server.url("/stored"), server.url("/stored"));
      assertThat(stored.out()).as(stored.toString()).isEqualTo("ss");
      assertThat(stored.err())
          .containsOnlyOnce("> GET /stored")
          .containsSubsequence(
              "> GET /stored", "* from the cache; the server was not asked", "< HTTP/1.1 200");

      CliRun confirmed =
          CliRun.of("fetch", "-v", server.url("/confirmed"), server.url("/confirmed"));
      assertThat(confirmed.out()).as(confirmed.toString()).isEqualTo("keptkept");
      assertThat(confirmed.err())
          .containsSubsequence(
              "> If-None-Match: \"v1\"",
              "< HTTP/1.1 304",
              "* from the cache; the server has confirmed it",
              "< HTTP/1.1 200");
    }
  }

  @Test
  void whatIsSentIsToldBeforeTheServerAnswers() throws Exception {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    CompletableFuture<Void> told = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try {
                answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IOException(e);
              }
              exchange.respond(200, "late");
            })) {
      CliRun cli =
          new CliRun()
              .hearingErrors(
                  soFar -> {
                    if (soFar.contains("> GET /late")) {
                      told.complete(null);
                    }
                  });
      CompletableFuture<CliRun> run =
          CompletableFuture.supplyAsync(() -> cli.run("fetch", "-v", server.url("/late")));
      told.get(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(run).isNotDone();
      answer.complete(null);
      assertThat(run.get(WAIT_SECONDS, TimeUnit.SECONDS).out()).isEqualTo("late");
    }
  }
}
