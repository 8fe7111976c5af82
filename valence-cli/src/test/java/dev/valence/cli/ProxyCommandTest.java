package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyCommandTest {
  private static final String SCRIPT =
      "function FindProxyForURL(url, host) {\n"
          + "  if (dnsDomainIs(host, '.inner.test')) return 'DIRECT';\n"
          + "  if (host == 'bad.test') return missing;\n"
          + "  return 'PROXY a:8080; SOCKS5 b; DIRECT';\n"
          + "}\n";

  @TempDir Path folder;

  @Test
  void proxiesAreLinesInTheOrderToTry() {
    CliRun run = CliRun.of("proxy", "--proxy", "http=a:8080,b;socks=c", "http://x.test/");
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out().lines()).containsExactly("PROXY a:8080", "PROXY b:80");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void exceptionsAndNoProxyAreDirect() {
    assertThat(CliRun.of("proxy", "-x", "a", "--bypass", ".x.test", "http://y.x.test/").out())
        .isEqualToIgnoringNewLines("DIRECT");
    assertThat(CliRun.of("proxy", "-x", "", "http://y.x.test/").out())
        .isEqualToIgnoringNewLines("DIRECT");
  }

  @Test
  void explanationsNameTheRule() {
    CliRun run =
        CliRun.of(
            "proxy",
            "--explain",
            "-x",
            "http=a",
            "--bypass",
            "<local>;*.x.test",
            "http://y.x.test");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^mode: +fixed_servers$")
        .containsPattern("(?m)^bypass rule: +\\*\\.x\\.test$")
        .containsPattern("(?m)^first: +DIRECT$");
  }

  @Test
  void scriptsAreFilesTextsOrUrls() throws Exception {
    Path file = Files.writeString(folder.resolve("proxy.pac"), "\uFEFF" + SCRIPT);
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, SCRIPT))) {
      for (String pac :
          new String[] {file.toString(), file.toUri().toString(), SCRIPT, server.url("/p.pac")}) {
        CliRun run = CliRun.of("proxy", "--pac", pac, "https://x.test/");
        assertThat(run.out().lines())
            .as(run.toString())
            .containsExactly("PROXY a:8080", "SOCKS5 b:1080", "DIRECT");
      }
      assertThat(server.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatIsNotUtf8IsReadAsLatin1() throws Exception {
    Path file = folder.resolve("latin.pac");
    Files.write(file, ("// für\n" + SCRIPT).getBytes(StandardCharsets.ISO_8859_1));
    assertThat(CliRun.of("proxy", "--pac", file.toString(), "http://y.inner.test/").out())
        .isEqualToIgnoringNewLines("DIRECT");
  }

  @Test
  void jsonHasTheReasons() {
    CliRun run = CliRun.of("proxy", "--json", "--pac", SCRIPT, "https://x.test/secret?path");
    assertThat(run.code()).isZero();
    assertThat(run.out().strip())
        .isEqualTo(
            "{\"url\":\"https://x.test/secret?path\","
                + "\"proxies\":[\"PROXY a:8080\",\"SOCKS5 b:1080\",\"DIRECT\"],"
                + "\"mode\":\"pac_script\",\"source\":\"PAC script (text)\",\"rule\":null,"
                + "\"bypassRule\":null,\"pacUrl\":\"https://x.test/\","
                + "\"pacResult\":\"PROXY a:8080; SOCKS5 b; DIRECT\",\"problem\":null}");
  }

  @Test
  void aScriptThatFailsEndsWith97AndItsLine() {
    CliRun run = CliRun.of("proxy", "--pac", SCRIPT, "http://bad.test/");
    assertThat(run.code()).as(run.toString()).isEqualTo(97);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("net::ERR_MANDATORY_PROXY_CONFIGURATION_FAILED", "line 3", "missing");

    CliRun explained = CliRun.of("proxy", "--explain", "--pac", SCRIPT, "http://bad.test/");
    assertThat(explained.code()).isEqualTo(97);
    assertThat(explained.out()).contains("none: the request fails", "line 3");

    CliRun json = CliRun.of("proxy", "--json", "--pac", SCRIPT, "http://bad.test/");
    assertThat(json.code()).isEqualTo(97);
    assertThat(json.out())
        .contains("\"proxies\":[]")
        .contains("\"error\":{\"name\":\"net::ERR_MANDATORY_PROXY_CONFIGURATION_FAILED\"")
        .contains("\"code\":-131", "\"exitCode\":97");
    assertThat(json.err()).isEmpty();
  }

  @Test
  void aScriptThatIsNotThereIsTold() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(404, "nothing"))) {
      CliRun run = CliRun.of("proxy", "--pac", server.url("/p.pac"), "http://x.test/");
      assertThat(run.code()).isEqualTo(97);
      assertThat(run.err()).contains("/p.pac", "404");
    }
    CliRun run = CliRun.of("proxy", "--pac", folder.resolve("no.pac").toString(), "http://x/");
    assertThat(run.code()).isEqualTo(26);
    assertThat(run.err()).contains("no.pac");
  }

  @Test
  void aFileThatIsNoScriptOrTooLargeIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "PROXY a:80");
    CliRun run = CliRun.of("proxy", "--pac", text.toString(), "http://x/");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(text.toString(), "FindProxyForURL");

    Path large = Files.writeString(text, SCRIPT + " ".repeat(1024 * 1024));
    CliRun second = CliRun.of("proxy", "--pac", large.toString(), "http://x/");
    assertThat(second.code()).isEqualTo(2);
    assertThat(second.err()).contains(large.toString(), "1048576");
  }

  @ParameterizedTest
  @CsvSource({
    "--proxy, gopher=a:80",
    "--proxy, a:99999",
    "--proxy, ftp://a",
    "--bypass, 10.0.0.0/40",
  })
  void aWrongValueIsNamed(String option, String value) {
    CliRun run =
        option.equals("--bypass")
            ? CliRun.of("proxy", "-x", "a", option, value, "http://x.test/")
            : CliRun.of("proxy", option, value, "http://x.test/");
    assertThat(run.code()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).contains(option, value);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void contradictionsAreRefused() {
    CliRun both = CliRun.of("proxy", "-x", "a", "--pac", SCRIPT, "http://x.test/");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--proxy", "--pac");

    CliRun alone = CliRun.of("proxy", "--bypass", "x.test", "http://x.test/");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--bypass x.test");

    CliRun url = CliRun.of("proxy", "no url");
    assertThat(url.code()).isEqualTo(3);
    assertThat(url.err()).contains("no url");
  }
}
