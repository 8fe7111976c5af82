package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.ProxyPeer;
import dev.valence.testkit.RelayProxy;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchProxyTest {
  @TempDir Path folder;

  private static String script(String result) {
    return "function FindProxyForURL(url, host) { return '" + result + "'; }";
  }

  @Test
  void aRequestGoesThroughTheProxy() throws Exception {
    try (TestServer proxy = TestServer.start(exchange -> exchange.respond(200, "by proxy"))) {
      CliRun run = CliRun.of("fetch", "-x", "127.0.0.1:" + proxy.port(), "http://x.test/a?b");

      assertThat(run.code()).as(run.toString()).isZero();
      assertThat(run.out()).isEqualTo("by proxy");
      assertThat(proxy.takeRequest().target()).isEqualTo("http://x.test/a?b");
    }
  }

  @Test
  void exceptionsGoPastTheProxy() throws Exception {
    try (TestServer proxy = TestServer.start(exchange -> exchange.respond(200, "by proxy"));
        TestServer server = TestServer.start(exchange -> exchange.respond(200, "direct"))) {
      String rules = "127.0.0.1:" + proxy.port();
      CliRun past =
          CliRun.of(
              "fetch",
              "--proxy",
              rules,
              "--proxy-bypass",
              "*.inner.test",
              "--resolve",
              "x.inner.test:" + server.port() + ":127.0.0.1",
              "http://x.inner.test:" + server.port() + "/");
      assertThat(past.out()).as(past.toString()).isEqualTo("direct");

      CliRun own =
          CliRun.of("fetch", "--proxy", rules, "--proxy-bypass", "<-loopback>", server.url("/own"));
      assertThat(own.out()).isEqualTo("by proxy");
      assertThat(proxy.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void httpsGoesThroughATunnel() throws Exception {
    Path roots = TestAuthority.shared().writeCertificate(folder.resolve("root.pem"));
    try (TestServer server =
            TestServer.builder()
                .tls(TestAuthority.shared().leaf().names("localhost").issue())
                .start(exchange -> exchange.respond(200, "tunnelled"));
        RelayProxy proxy = RelayProxy.start()) {
      String url = "https://localhost:" + server.port() + "/";
      CliRun run =
          CliRun.of(
              "fetch",
              "--cacert",
              roots.toString(),
              "-x",
              "127.0.0.1:" + proxy.port(),
              "--proxy-bypass",
              "<-loopback>",
              url);

      assertThat(run.out()).as(run.toString()).isEqualTo("tunnelled");
      assertThat(proxy.heads()).hasSize(1);
      assertThat(proxy.heads().get(0)).startsWith("CONNECT localhost:" + server.port());
    }
  }

  @Test
  void aScriptInAFileIsAsked() throws Exception {
    try (TestServer proxy = TestServer.start(exchange -> exchange.respond(200, "by script"))) {
      Path file =
          Files.writeString(folder.resolve("proxy.pac"), script("PROXY 127.0.0.1:" + proxy.port()));
      CliRun run = CliRun.of("fetch", "--pac", file.toString(), "http://x.test/", "http://y.test/");

      assertThat(run.out()).as(run.toString()).isEqualTo("by scriptby script");
      assertThat(proxy.takeRequest().target()).isEqualTo("http://x.test/");
      assertThat(proxy.takeRequest().target()).isEqualTo("http://y.test/");
    }
  }

  @Test
  void aScriptThatFailsLetsNothingPast() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "direct"))) {
      CliRun run =
          CliRun.of(
              "fetch",
              "--pac",
              "function FindProxyForURL(url, host) { throw 'no'; }",
              "--proxy-bypass",
              "<-loopback>",
              server.url("/"));

      assertThat(run.code()).as(run.toString()).isEqualTo(97);
      assertThat(run.err()).contains("net::ERR_MANDATORY_PROXY_CONFIGURATION_FAILED");
      assertThat(server.requestCount()).isZero();
    }
  }

  @Test
  void aProxyThatFailsIsTold() throws Exception {
    CliRun refused = CliRun.of("fetch", "-x", "127.0.0.1:1", "http://x.test/");
    assertThat(refused.code()).isEqualTo(7);
    assertThat(refused.err()).contains("net::ERR_PROXY_CONNECTION_FAILED", "127.0.0.1:1");

    try (RelayProxy proxy =
        RelayProxy.start(
            (head, connection) -> {
              connection.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
              return false;
            })) {
      CliRun run = CliRun.of("fetch", "-x", "127.0.0.1:" + proxy.port(), "https://x.test/");
      assertThat(run.code()).isEqualTo(97);
      assertThat(run.err()).contains("net::ERR_TUNNEL_CONNECTION_FAILED");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--proxy, gopher=a:80",
    "--proxy, a:99999",
    "--proxy-bypass, 10.0.0.0/40",
    "--pac, data.pac:80",
  })
  void aWrongValueIsNamedAndNothingIsSent(String option, String value) throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "direct"))) {
      CliRun run =
          option.equals("--proxy-bypass")
              ? CliRun.of("fetch", "-x", "a", option, value, server.url("/"))
              : CliRun.of("fetch", option, value, server.url("/"));
      assertThat(run.code()).as(run.toString()).isEqualTo(option.equals("--pac") ? 26 : 2);
      assertThat(run.err()).contains(option, value);
      assertThat(server.requestCount()).isZero();
    }
  }

  @Test
  @Tag("peers")
  void tinyproxyCarriesARequest() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "far away"));
        ProxyPeer proxy = ProxyPeer.tinyproxy()) {
      CliRun run =
          CliRun.of(
              "fetch",
              "-x",
              "127.0.0.1:" + proxy.port(),
              "--proxy-bypass",
              "<-loopback>",
              server.url("/"));

      assertThat(run.out()).as(run.toString()).isEqualTo("far away");
      assertThat(server.takeRequest().header("via")).contains("tinyproxy");
    }
  }

  /** A proxy that wants Basic with this login. */
  private static TestServer basicProxy(String encoded) throws IOException {
    return TestServer.start(
        exchange -> {
          if (("Basic " + encoded).equals(exchange.header("proxy-authorization"))) {
            exchange.respond(200, "by proxy");
          } else {
            exchange.reply(407).header("Proxy-Authenticate", "Basic realm=\"p\"").text("out");
          }
        });
  }

  @Test
  void aUserLogsInAtTheProxy() throws Exception {
    try (TestServer proxy = basicProxy("YW5uOnNlOmNyZXQ=")) {
      String at = "127.0.0.1:" + proxy.port();
      CliRun run =
          CliRun.of("fetch", "-v", "-x", at, "--proxy-user", "ann:se:cret", "http://x.test/");
      assertThat(run.code()).as(run.toString()).isZero();
      assertThat(run.out()).isEqualTo("by proxy");
      assertThat(run.err()).doesNotContain("se:cret").doesNotContain("YW5uOnNlOmNyZXQ");

      CliRun variable =
          new CliRun()
              .environment(Map.of("VALENCE_PROXY_PASSWORD", "se:cret"))
              .run("fetch", "--pac", script("PROXY " + at), "-U", "ann", "http://x.test/");
      assertThat(variable.out()).as(variable.toString()).isEqualTo("by proxy");

      // The user of the server is not for the proxy.
      CliRun other = CliRun.of("fetch", "-x", at, "-u", "ann:se:cret", "http://x.test/");
      assertThat(other.out()).isEqualTo("out");
    }
  }

  @Test
  void theSchemesOfProxiesAreNotThoseOfServers() throws Exception {
    try (TestServer proxy = basicProxy("YW5uOnNlY3JldA==")) {
      String at = "127.0.0.1:" + proxy.port();
      String[] fetch = {"fetch", "-x", at, "-U", "ann:secret", "http://x.test/"};
      assertThat(CliRun.of(with(fetch, "--digest")).out()).isEqualTo("by proxy");
      assertThat(CliRun.of(with(fetch, "--proxy-basic", "--digest")).out()).isEqualTo("by proxy");
      assertThat(CliRun.of(with(fetch, "--proxy-digest")).out()).isEqualTo("out");
      assertThat(CliRun.of(with(fetch, "--proxy-ntlm", "--proxy-negotiate")).out())
          .isEqualTo("out");
      assertThat(CliRun.of(with(fetch, "--proxy-anyauth")).out()).isEqualTo("by proxy");
      assertThat(CliRun.of(with(fetch, "--proxy-anyauth", "--proxy-ntlm")).err())
          .contains("contradict");
    }
  }

  private static String[] with(String[] command, String... options) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(1, List.of(options));
    return all.toArray(String[]::new);
  }

  @Test
  void aUserOfAProxyWithoutAPasswordOrAProxyIsWrongUsage() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "direct"))) {
      CliRun password = CliRun.of("fetch", "-x", "a", "--proxy-user", "ann", server.url("/"));
      assertThat(password.code()).isEqualTo(2);
      assertThat(password.err()).contains("--proxy-user", "VALENCE_PROXY_PASSWORD");
      CliRun none = CliRun.of("fetch", "-x", "", "--proxy-user", "ann:x", server.url("/"));
      assertThat(none.code()).isEqualTo(2);
      assertThat(none.err()).contains("--proxy-user", "no proxy");
      assertThat(server.requestCount()).isZero();
    }
  }
}
