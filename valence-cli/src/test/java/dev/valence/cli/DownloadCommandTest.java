package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.testkit.ServedFile;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadCommandTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private final ServedFile file = new ServedFile(11, 3 * MIB);
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(file);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private CliRun valence(CliRun run, String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--user-data", folder.resolve("data").toString()));
    return run.run(args.toArray(new String[0]));
  }

  private CliRun valence(String... words) {
    return valence(new CliRun(), words);
  }

  private String directory() {
    return folder.resolve("files").toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("files"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private void requireWhole(Path path) throws IOException {
    assertThat(Arrays.equals(Files.readAllBytes(path), file.bytes())).isTrue();
  }

  @Test
  void filesGetTheirNamesAndTheseAreTold() throws Exception {
    CliRun run =
        valence("download", "-d", directory(), server.url("/a.bin"), server.url("/dir/b.bin?x"));

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out())
        .isEqualTo(folder.resolve("files/a.bin") + "\n" + folder.resolve("files/b.bin") + "\n");
    assertThat(run.err()).isEmpty();
    requireWhole(folder.resolve("files/a.bin"));
    assertThat(valence("download", "-d", directory(), server.url("/a.bin")).code()).isZero();
    assertThat(files()).containsExactly("a (1).bin", "a.bin", "b.bin");
  }

  @Test
  void everyOptionAtOnce() throws Exception {
    String hash =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file.bytes()));
    Path target = folder.resolve("named.bin");
    CliRun run =
        valence(
            "download",
            "-o",
            target.toString(),
            "--checksum",
            "sha256:" + hash.toUpperCase(java.util.Locale.ROOT),
            "--segments",
            "3",
            "--limit-rate",
            "100M",
            "--parallel",
            "2",
            "--retries",
            "1",
            "-H",
            "X-Own: yes",
            "--json",
            server.url("/a.bin"));

    assertThat(run.code()).as(run.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("state").asText()).isEqualTo("completed");
    assertThat(json.path("file").asText()).isEqualTo(target.toString());
    assertThat(json.path("receivedBytes").asLong()).isEqualTo(3 * MIB);
    assertThat(json.path("urlChain").get(0).asText()).isEqualTo(server.url("/a.bin"));
    requireWhole(target);
    assertThat(server.requests().get(0).header("x-own")).isEqualTo("yes");
    assertThat(server.requestCount()).isEqualTo(3);
  }

  @Test
  void aWrongChecksumLeavesNothing() throws Exception {
    CliRun run =
        valence("download", "-d", directory(), "--checksum", "0".repeat(64), server.url("/a.bin"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("checksum");
    assertThat(run.out()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void exitCodesAreThoseOfFetch() throws Exception {
    CliRun refused = valence("download", "--retries", "0", "http://127.0.0.1:1/x");
    assertThat(refused.code()).isEqualTo(7);
    assertThat(refused.err()).contains("net::ERR_CONNECTION_REFUSED");
    try (TestServer missing = TestServer.start(exchange -> exchange.respond(404, "no"))) {
      CliRun run = valence("download", "-d", directory(), missing.url("/x"));
      assertThat(run.code()).isEqualTo(22);
      assertThat(run.err()).contains("SERVER_BAD_CONTENT").contains("404");
    }
    Path plain = Files.writeString(folder.resolve("plain"), "a file");
    CliRun unwritable = valence("download", "-d", plain + "/sub", server.url("/x"));
    assertThat(unwritable.code()).isEqualTo(23);
    assertThat(valence("download", "ftp://host/x").code()).isEqualTo(3);
  }

  @Test
  void contradictionsAreRefused() {
    assertThat(valence("download", "-o", "a", "-o", "b", "http://h/").err()).contains("2 times -o");
    assertThat(valence("download", "--checksum", "x", "http://h/").err()).contains("SHA-256");
    assertThat(valence("download", "--checksum", "0".repeat(64), "http://h/", "http://i/").err())
        .contains("one URL");
    assertThat(valence("download", "--segments", "99", "http://h/").err()).contains("99");
    assertThat(valence("download", "--limit-rate", "fast", "http://h/").err()).contains("fast");
    assertThat(valence("download", "--resume", "--partition", "memory", "http://h/").err())
        .contains("persist:");
    assertThat(CliRun.of("downloads").err()).contains("list, resume or cancel");
    assertThat(valence("downloads", "cancel").err()).contains("--all");
    assertThat(valence("downloads", "resume", "nobody").err()).contains("nobody");
  }

  @Test
  void anInterruptedDownloadIsListedResumedAndCancelled() throws Exception {
    interrupted("/a.bin");
    CliRun list = valence("downloads", "list");
    assertThat(list.out())
        .matches(
            "(?s)\\w{8}  interrupted  +1\\.0 MiB of 3\\.0 MiB +" + server.url("/a.bin") + "  .*");
    JsonNode json = new ObjectMapper().readTree(valence("downloads", "list", "--json").out());
    assertThat(json.get(0).path("interruptReason").asText()).isEqualTo("USER_SHUTDOWN");
    assertThat(files()).singleElement().asString().endsWith(".part");

    CliRun resumed =
        valence("downloads", "resume", json.get(0).path("id").asText().substring(0, 6));
    assertThat(resumed.code()).as(resumed.toString()).isZero();
    assertThat(resumed.out()).isEqualTo(folder.resolve("files/a.bin") + "\n");
    assertThat(server.requests().get(1).header("range")).isEqualTo("bytes=" + MIB + "-");
    requireWhole(folder.resolve("files/a.bin"));
    assertThat(valence("downloads", "list").out()).contains("completed");
    assertThat(valence("downloads", "cancel", "--all").err()).contains("Cancelled 1 download");
    assertThat(valence("downloads", "list").out()).isEmpty();
    assertThat(files()).containsExactly("a.bin");
  }

  @Test
  void theSameCommandGoesOn() throws Exception {
    interrupted("/a.bin");
    CliRun run = valence("download", "--resume", "-d", directory(), server.url("/a.bin"));

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(server.requests().get(1).header("range")).isEqualTo("bytes=" + MIB + "-");
    assertThat(files()).containsExactly("a.bin");
    interrupted("/b.bin");
    String id =
        new ObjectMapper()
            .readTree(valence("downloads", "list", "--json").out())
            .get(1)
            .path("id")
            .asText();
    assertThat(valence("downloads", "cancel", id).code()).isZero();
    assertThat(files()).containsExactly("a.bin");
  }

  /** A download with a journal that Ctrl-C ends after one MiB. */
  private void interrupted(String path) throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(MIB, gate);
    CliRun run = new CliRun();
    Thread watch =
        new Thread(
            () -> {
              while (!hasPart() && run.code() < 0) {
                LockSupport.parkNanos(1_000_000);
              }
              run.interrupt();
            });
    watch.start();
    valence(run, "download", "--resume", "-d", directory(), server.url(path));
    watch.join();
    file.waitAt(Long.MAX_VALUE, CompletableFuture.completedFuture(null));
    gate.complete(null);

    assertThat(run.code()).as(run.toString()).isEqualTo(130);
    assertThat(run.err()).contains("valence download --resume " + server.url(path));
  }

  private boolean hasPart() {
    try (Stream<Path> all = Files.list(folder.resolve("files"))) {
      for (Path path : all.toList()) {
        if (path.toString().endsWith(".part") && Files.size(path) == MIB) {
          return true;
        }
      }
      return false;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void peopleSeeHowFarItIs() {
    CliRun run =
        valence(new CliRun().onTerminal(), "download", "-d", directory(), server.url("/a.bin"));

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("a.bin").contains("100%");
  }

  @Test
  void aUserLogsInAtTheProxy() throws Exception {
    try (TestServer proxy =
        TestServer.start(
            exchange -> {
              if ("Basic YW5uOnNlOmNyZXQ=".equals(exchange.header("proxy-authorization"))) {
                exchange.respond(200, "by proxy");
              } else {
                exchange.reply(407).header("Proxy-Authenticate", "Basic realm=\"p\"").text("out");
              }
            })) {
      Path file = folder.resolve("file");
      CliRun run =
          CliRun.of(
              "download",
              "-x",
              "127.0.0.1:" + proxy.port(),
              "--proxy-user",
              "ann:se:cret",
              "-o",
              file.toString(),
              "http://x.test/file");
      assertThat(run.code()).as(run.toString()).isZero();
      assertThat(file).hasContent("by proxy");
    }
  }
}
