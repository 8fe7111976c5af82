package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestIdentity;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCommandTest {
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(FetchCommandTest::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void answer(Exchange exchange) throws IOException {
    switch (exchange.path()) {
      case "/hello" -> exchange.reply(200).header("X-Case", "Kept").text("hello\n");
      case "/binary" -> exchange.reply(200).bytes(new byte[] {(byte) 0xFF, 0, 1});
      case "/echo" -> exchange.reply(200).bytes(exchange.body());
      case "/one" -> exchange.reply(302).header("Location", "/two").text("moved");
      case "/two" -> exchange.reply(302).header("Location", "/hello").text("moved");
      case "/loop" -> exchange.reply(302).header("Location", "/loop").empty();
      case "/missing" -> exchange.respond(404, "no such page");
      case "/login" ->
          exchange
              .reply(200)
              .header("Set-Cookie", "sid=secret; Max-Age=3600; Path=/")
              .text("welcome");
      case "/me" -> exchange.respond(200, String.valueOf(exchange.header("cookie")));
      default -> exchange.respond(500, "unknown page");
    }
  }

  @Test
  void theBodyGoesToStandardOutputAndNothingElse() {
    CliRun run = CliRun.of("fetch", server.url("/hello"));
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).isEqualTo("hello\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void methodHeadersAndDataGoOutAsGiven() throws Exception {
    CliRun run =
        CliRun.of(
            "fetch",
            "-X",
            "PUT",
            "-H",
            "X-One: 1",
            "-H",
            "x-one: 2",
            "-A",
            "agent",
            "-e",
            "http://from.test/x",
            "-d",
            "a=1",
            "--data",
            "b=2",
            server.url("/echo"));
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).isEqualTo("a=1&b=2");
    RecordedRequest request = server.takeRequest();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.headers().names()).contains("X-One", "x-one");
    assertThat(request.header("user-agent")).isEqualTo("agent");
    assertThat(request.header("referer")).isEqualTo("http://from.test/x");
    assertThat(request.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
  }

  @Test
  void dataIsReadFromFilesAndStandardInput() throws Exception {
    Path file = Files.writeString(folder.resolve("data"), "x=1\ny");
    CliRun text = CliRun.of("fetch", "-d", "@" + file, server.url("/echo"));
    assertThat(text.out()).isEqualTo("x=1y");
    CliRun binary = CliRun.of("fetch", "--data-binary", "@" + file, server.url("/echo"));
    assertThat(binary.out()).isEqualTo("x=1\ny");
    CliRun input = new CliRun().input("from in").run("fetch", "-d", "@-", server.url("/echo"));
    assertThat(input.out()).isEqualTo("from in");
    CliRun streamed =
        new CliRun().input("a\nb").run("fetch", "--json-body", "@-", server.url("/echo"));
    assertThat(streamed.out()).as(streamed.toString()).isEqualTo("a\nb");
  }

  @Test
  void aFormIsMultipartByteForByte() throws Exception {
    Path file = Files.writeString(folder.resolve("cat.txt"), "meow");
    CliRun run =
        CliRun.of(
            "fetch",
            "-F",
            "name=Ann",
            "-F",
            "photo=@" + file + ";type=text/plain;filename=kit\"ten.txt",
            "-F",
            "note=<" + file,
            server.url("/echo"));
    assertThat(run.code()).as(run.toString()).isZero();
    String type = server.takeRequest().header("content-type");
    assertThat(type).startsWith("multipart/form-data; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    assertThat(run.out())
        .isEqualTo(
            ("--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAnn\r\n"
                    + "--B\r\nContent-Disposition: form-data; name=\"photo\";"
                    + " filename=\"kit%22ten.txt\"\r\nContent-Type: text/plain\r\n\r\nmeow\r\n"
                    + "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nmeow\r\n"
                    + "--B--\r\n")
                .replace("--B", "--" + boundary));
  }

  @Test
  void redirectsAreFollowedOnlyWhenAsked() {
    assertThat(CliRun.of("fetch", server.url("/one")).out()).isEqualTo("moved");
    CliRun followed = CliRun.of("fetch", "-L", "-i", server.url("/one"));
    assertThat(followed.code()).as(followed.toString()).isZero();
    assertThat(followed.out())
        .contains("HTTP/1.1 302", "Location: /two\r\n", "Location: /hello\r\n", "X-Case: Kept\r\n")
        .endsWith("\r\n\r\nhello\n");
  }

  @Test
  void redirectsHaveALimit() {
    CliRun run = CliRun.of("fetch", "-L", "--max-redirs", "3", server.url("/loop"));
    assertThat(run.code()).isEqualTo(47);
    assertThat(run.err()).contains("stopped after 3 redirects", "--max-redirs");
    assertThat(server.requestCount()).isEqualTo(4);
  }

  @Test
  void aHeadIsAskedForByHead() throws Exception {
    CliRun run = CliRun.of("fetch", "-I", server.url("/hello"));
    assertThat(server.takeRequest().method()).isEqualTo("HEAD");
    assertThat(run.out()).startsWith("HTTP/1.1 200 ").contains("X-Case: Kept\r\n");
  }

  @Test
  void failTurnsStatusIntoAnExitCode() {
    CliRun plain = CliRun.of("fetch", server.url("/missing"));
    assertThat(plain.code()).isZero();
    assertThat(plain.out()).isEqualTo("no such page");
    CliRun failing = CliRun.of("fetch", "-f", server.url("/missing"));
    assertThat(failing.code()).isEqualTo(22);
    assertThat(failing.out()).isEmpty();
    assertThat(failing.err()).contains("404");
    assertThat(CliRun.of("fetch", "-f", "-s", server.url("/missing")).err()).isEmpty();
    assertThat(CliRun.of("fetch", "-f", "-sS", server.url("/missing")).err()).contains("404");
  }

  @Test
  void verboseShowsHeadsAndMasksSecrets() {
    CliRun run =
        CliRun.of("fetch", "-v", "-H", "Authorization: Bearer abc123", server.url("/login"));
    assertThat(run.out()).isEqualTo("welcome");
    assertThat(run.err())
        .contains("> GET /login", "> Authorization: Bearer ****", "< HTTP/1.1 200")
        .contains("< Set-Cookie: sid=****; Max-Age=3600; Path=/")
        .doesNotContain("abc123", "secret");
    CliRun open =
        CliRun.of(
            "fetch",
            "-v",
            "--show-secrets",
            "-H",
            "Authorization: Bearer abc123",
            server.url("/login"));
    assertThat(open.err()).contains("abc123", "sid=secret");
  }

  @Test
  void jsonTellsAllThereIs() throws Exception {
    CliRun run = CliRun.of("fetch", "-L", "--json", server.url("/one"), server.url("/binary"));
    assertThat(run.code()).as(run.toString()).isZero();
    String[] lines = run.out().split("\n", -1);
    JsonNode first = new ObjectMapper().readTree(lines[0]);
    assertThat(first.path("status").asInt()).isEqualTo(200);
    assertThat(first.path("urlList")).hasSize(3);
    assertThat(first.path("headers").get(0).toString()).isEqualTo("[\"X-Case\",\"Kept\"]");
    assertThat(first.path("redirects")).hasSize(2);
    assertThat(first.path("redirects").get(0).path("status").asInt()).isEqualTo(302);
    assertThat(first.path("body").path("text").asText()).isEqualTo("hello\n");
    assertThat(first.path("timings").path("totalMillis").asDouble()).isPositive();
    JsonNode second = new ObjectMapper().readTree(lines[1]);
    assertThat(second.path("body").path("base64").binaryValue()).containsExactly(0xFF, 0, 1);
  }

  @Test
  void jsonTellsFailuresToo() throws Exception {
    CliRun run = CliRun.of("fetch", "--json", "http://127.0.0.1:1/");
    assertThat(run.code()).isEqualTo(7);
    JsonNode error = new ObjectMapper().readTree(run.out()).path("error");
    assertThat(error.path("name").asText()).isEqualTo("net::ERR_CONNECTION_REFUSED");
    assertThat(error.path("code").asInt()).isEqualTo(-102);
    assertThat(error.path("exitCode").asInt()).isEqualTo(7);
  }

  @Test
  void cookiesOfAKeptSessionStay() {
    String data = folder.resolve("data").toString();
    String[] session = {"--partition", "persist:work", "--user-data", data};
    fetch(server.url("/login"), session);
    assertThat(fetch(server.url("/me"), session).out()).isEqualTo("sid=secret");
    assertThat(CliRun.of("fetch", server.url("/me")).out()).isEqualTo("null");
    CliRun without =
        CliRun.of(
            "fetch",
            "--no-cookies",
            "--partition",
            "persist:work",
            "--user-data",
            data,
            server.url("/me"));
    assertThat(without.out()).isEqualTo("null");
  }

  private static CliRun fetch(String url, String... session) {
    return CliRun.of("fetch", session[0], session[1], session[2], session[3], url);
  }

  @Test
  void certificatesAreCheckedAndARootCanBeGiven() throws Exception {
    try (TestServer secure =
        TestServer.builder().tls().http2().start(exchange -> exchange.respond(200, "safe"))) {
      CliRun refused = CliRun.of("fetch", secure.url("/"));
      assertThat(refused.code()).as(refused.toString()).isEqualTo(60);
      assertThat(refused.err()).contains("net::ERR_CERT_AUTHORITY_INVALID");
      Path root = TestAuthority.shared().writeCertificate(folder.resolve("root.pem"));
      CliRun trusted = CliRun.of("fetch", "-i", "--cacert", root.toString(), secure.url("/"));
      assertThat(trusted.code()).as(trusted.toString()).isZero();
      assertThat(trusted.out()).startsWith("HTTP/2 200").endsWith("safe");
    }
  }

  @Test
  void insecureAcceptsAnyCertificateAndSaysSo() throws Exception {
    try (TestServer secure =
        TestServer.builder().tls().start(exchange -> exchange.respond(200, "safe"))) {
      CliRun run = CliRun.of("fetch", "-k", secure.url("/"));
      assertThat(run.code()).as(run.toString()).isZero();
      assertThat(run.out()).isEqualTo("safe");
      assertThat(run.err()).contains("-k accepts any certificate");
    }
  }

  @Test
  void aClientCertificateIsShown() throws Exception {
    TestAuthority authority = TestAuthority.shared();
    TestIdentity identity = authority.leaf().subject("me").issue();
    Path root = authority.writeCertificate(folder.resolve("root.pem"));
    Path certificate = identity.writeCertificate(folder.resolve("me.pem"));
    Path key = identity.writeKey(folder.resolve("me.key"));
    Path store = folder.resolve("me.p12");
    try (OutputStream out = Files.newOutputStream(store)) {
      identity.keyStore().store(out, new char[0]);
    }
    try (TestServer secure =
        TestServer.builder()
            .tls()
            .demandClientCertificate(authority)
            .start(exchange -> exchange.respond(200, "welcome"))) {
      String url = secure.url("/");
      CliRun pem =
          CliRun.of(
              "fetch",
              "--cacert",
              root.toString(),
              "--cert",
              certificate.toString(),
              "--key",
              key.toString(),
              url);
      assertThat(pem.out()).as(pem.toString()).isEqualTo("welcome");
      CliRun pkcs12 =
          CliRun.of("fetch", "--cacert", root.toString(), "--cert", store.toString(), url);
      assertThat(pkcs12.out()).as(pkcs12.toString()).isEqualTo("welcome");
      CliRun without = CliRun.of("fetch", "--cacert", root.toString(), url);
      assertThat(without.err()).contains("net::ERR_BAD_SSL_CLIENT_AUTH_CERT");
    }
    assertThat(CliRun.of("fetch", "--key", key.toString(), "https://a/").code()).isEqualTo(2);
    assertThat(CliRun.of("fetch", "--tls-min", "1.1", "https://a/").err()).contains("--tls-min");
  }

  @Test
  void resolveLeadsToAnotherAddress() throws Exception {
    CliRun run =
        CliRun.of(
            "fetch",
            "--resolve",
            "shop.test:" + server.port() + ":127.0.0.1",
            "http://shop.test:" + server.port() + "/hello");
    assertThat(run.out()).as(run.toString()).isEqualTo("hello\n");
    assertThat(server.takeRequest().authority()).isEqualTo("shop.test:" + server.port());
  }

  @Test
  void aTimeLimitEndsIt() throws Exception {
    try (TestServer silent = TestServer.start(Exchange::leaveUnanswered)) {
      CliRun run = CliRun.of("fetch", "--max-time", "0.2", silent.url("/"));
      assertThat(run.code()).as(run.toString()).isEqualTo(28);
    }
  }

  @Test
  void theLineIsEmulated() {
    String url = server.url("/hello");
    assertThat(CliRun.of("fetch", "--offline", url).code()).isEqualTo(7);
    assertThat(CliRun.of("fetch", "--limit-rate", "1.5M", "--latency", "1", url).out())
        .isEqualTo("hello\n");
    assertThat(CliRun.of("fetch", "--limit-rate", "fast", url).err()).contains("\"fast\"");
    assertThat(CliRun.of("fetch", "--latency", "-1", url).code()).isEqualTo(2);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void aReaderThatHasGoneIsNoErrorToSpeakOf() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    CliRun run = new CliRun().outputTo(broken).run("fetch", server.url("/hello"));
    assertThat(run.code()).isEqualTo(23);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void contradictionsAreRefusedBeforeAnythingIsSent() {
    String url = server.url("/hello");
    assertThat(CliRun.of("fetch", "-d", "a", "-F", "b=c", url).code()).isEqualTo(2);
    assertThat(CliRun.of("fetch", "-I", "-d", "a", url).code()).isEqualTo(2);
    assertThat(CliRun.of("fetch", "-O", "-o", "a", url).code()).isEqualTo(2);
    assertThat(CliRun.of("fetch", "-X", "GET", "-d", "a", url).code()).isEqualTo(2);
    assertThat(CliRun.of("fetch", "-H", "Host: x", url).err()).contains("--resolve");
    assertThat(CliRun.of("fetch", "--max-time", "-1", url).code()).isEqualTo(2);
    assertThat(CliRun.of("fetch", "ftp://a.test/").code()).isEqualTo(3);
    assertThat(CliRun.of("fetch", "-d", "@/no/such/file", url).code()).isEqualTo(26);
    assertThat(server.requestCount()).isZero();
  }
}
