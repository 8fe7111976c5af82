package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.fetch.RequestInit;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.netlog.NetLog;
import dev.valence.netlog.NetLogOptions;
import dev.valence.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static NetLogOptions mode(String name) {
    return NetLogOptions.builder().captureMode(name).build();
  }

  private NetLog logOfAnotherSession() {
    return valence.session().fromPartition("net-log").netLog();
  }

  private static TestServer server() throws Exception {
    return TestServer.start(exchange -> exchange.reply(200).text("ok"));
  }

  private void fetch(String url, RequestInit init) throws Exception {
    get(get(valence.net().fetch(url, init)).text());
  }

  private static RequestInit withCookie(String cookie) {
    return RequestInit.builder().header("Cookie", cookie).build();
  }

  /** Whether some event's bytes contain the text. */
  private static boolean hasBytes(JsonNode log, String text) {
    for (JsonNode event : log.path("events")) {
      String bytes = event.path("params").path("bytes").asText("");
      String decoded = new String(Base64.getDecoder().decode(bytes), StandardCharsets.ISO_8859_1);
      if (decoded.contains(text)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void n214_n318_aLogBeginsAndEnds() throws Exception {
    NetLog log = logOfAnotherSession();
    Path file = folder.resolve("log.json");
    assertThat(log.currentlyLogging()).isFalse();
    get(log.startLogging(file));
    assertThat(log.currentlyLogging()).isTrue();
    assertThatThrownBy(() -> log.startLogging(folder.resolve("second")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("There is already a net log running");
    get(log.stopLogging());
    assertThat(log.currentlyLogging()).isFalse();
    assertThat(JSON.readTree(file.toFile()).path("events").isArray()).isTrue();
    assertThat(valence.netLog()).isSameAs(valence.session().defaultSession().netLog());
  }

  @Test
  void n215_s525_stoppingWhatDoesNotRunIsRefused() {
    assertThatThrownBy(() -> get(logOfAnotherSession().stopLogging()))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .hasMessage("No net log in progress");
  }

  @Test
  void s526_badArgumentsAreRefusedAtOnce() {
    NetLog log = logOfAnotherSession();
    assertThatThrownBy(() -> log.startLogging(Path.of("")))
        .hasMessage("The first parameter must be a valid string");
    assertThatThrownBy(() -> log.startLogging(null))
        .hasMessage("The first parameter must be a valid string");
    assertThatThrownBy(() -> mode("aoeu")).hasMessageStartingWith("Invalid value for captureMode");
    assertThatThrownBy(() -> NetLogOptions.builder().maxFileSize((Long) null))
        .hasMessageStartingWith("Invalid value for maxFileSize");
    assertThatThrownBy(() -> NetLogOptions.builder().maxFileSize(-1))
        .hasMessageStartingWith("Invalid value for maxFileSize");
    assertThat(log.currentlyLogging()).isFalse();
  }

  @Test
  void aFolderThatIsNotThereIsNamedAndNothingRuns() {
    NetLog log = logOfAnotherSession();
    assertThatThrownBy(() -> get(log.startLogging(folder.resolve("absent/log.json"))))
        .hasMessageContaining("absent");
    assertThat(log.currentlyLogging()).isFalse();
  }

  @Test
  void n217_s527_aCookieIsInTheLogOfAnotherSessionWhereAskedFor() throws Exception {
    try (TestServer server = server()) {
      for (NetLogCaptureMode mode : NetLogCaptureMode.values()) {
        Path file = folder.resolve(mode.wireName());
        String cookie = "foo=" + UUID.randomUUID();
        get(logOfAnotherSession().startLogging(file, mode(mode.wireName())));
        fetch(server.url("/"), withCookie(cookie));
        get(logOfAnotherSession().stopLogging());
        String text = Files.readString(file);
        assertThat(text).contains(server.url("/")).contains("Host: ");
        if (mode == NetLogCaptureMode.DEFAULT) {
          assertThat(text).doesNotContain(cookie).contains("bytes were stripped");
        } else {
          assertThat(text).contains(cookie);
        }
      }
    }
  }

  /** The connection stood before the log began. */
  @Test
  void n218_theBytesOfABodyAreInTheLogAlsoOnAnOldConnection() throws Exception {
    try (TestServer server = server()) {
      fetch(server.url("/"), RequestInit.builder().build());
      Path file = folder.resolve("everything.json");
      String unique = UUID.randomUUID().toString();
      get(logOfAnotherSession().startLogging(file, mode("everything")));
      fetch(server.url("/"), RequestInit.builder().method("POST").body(unique).build());
      get(logOfAnotherSession().stopLogging());

      assertThat(server.connectionCount()).isEqualTo(1);
      assertThat(hasBytes(JSON.readTree(file.toFile()), unique)).isTrue();
    }
  }

  @Test
  void n313_theFutureIsDoneOnceRecordingHasBegun() throws Exception {
    Path file = folder.resolve("begun.json");
    try (TestServer server = server()) {
      NetLog log = logOfAnotherSession();
      get(log.startLogging(file));
      assertThat(file).isRegularFile();
      // What happens from here on is in it, from its first event.
      fetch(server.url("/first"), RequestInit.builder().build());
      get(log.stopLogging());
      JsonNode read = JSON.readTree(file.toFile());
      int alive = read.path("constants").path("logEventTypes").path("REQUEST_ALIVE").asInt(-1);
      boolean begun = false;
      for (JsonNode event : read.path("events")) {
        begun |=
            event.path("type").asInt() == alive
                && event.path("params").path("url").asText().equals(server.url("/first"));
      }
      assertThat(begun).isTrue();
    }
  }

  @Test
  void n314_eachCaptureModeTellsMore() throws Exception {
    String secret = "s3cret" + UUID.randomUUID();
    try (TestServer server = server()) {
      for (NetLogCaptureMode mode : NetLogCaptureMode.values()) {
        Path file = folder.resolve("mode-" + mode.wireName());
        NetLog log = logOfAnotherSession();
        get(log.startLogging(file, mode(mode.wireName())));
        RequestInit init =
            RequestInit.builder()
                .method("POST")
                .header("Authorization", "Bearer " + secret)
                .body("body of " + mode.wireName())
                .build();
        fetch(server.url("/"), init);
        get(log.stopLogging());
        assertThat(Files.readString(file).contains(secret)).isEqualTo(mode.includesSensitive());
        JsonNode read = JSON.readTree(file.toFile());
        assertThat(read.path("constants").path("captureMode").asText()).isEqualTo(mode.wireName());
        assertThat(hasBytes(read, "body of " + mode.wireName()))
            .isEqualTo(mode == NetLogCaptureMode.EVERYTHING);
      }
    }
    assertThat(NetLogOptions.builder().build().captureMode()).isEqualTo(NetLogCaptureMode.DEFAULT);
  }

  private void runLeaver(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NetLogLeaver.class.getName()));
    command.addAll(List.of(arguments));
    Process leaver = new ProcessBuilder(command).inheritIO().start();
    try {
      assertThat(leaver.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(leaver.exitValue()).isZero();
    } finally {
      leaver.destroyForcibly();
    }
  }

  private static void isWholeAndHas(Path file, String text) throws Exception {
    assertThat(JSON.readTree(file.toFile()).has("polledData")).isTrue();
    assertThat(Files.readString(file)).contains(text);
  }

  @Test
  void n221_s531_aProgramThatJustEndsLeavesAWholeLog() throws Exception {
    Path started = folder.resolve("left.json");
    try (TestServer server = server()) {
      runLeaver(server.url("/left"), started.toString());
      isWholeAndHas(started, server.url("/left"));
    }
  }

  @Test
  void s530_aLogOfTheWholeLifeAndOneOfASession() throws Exception {
    Path started = folder.resolve("started.json");
    Path life = folder.resolve("life.json");
    try (TestServer server = server()) {
      runLeaver(server.url("/both"), started.toString(), life.toString());
      isWholeAndHas(started, server.url("/both"));
      isWholeAndHas(life, server.url("/both"));
    }
  }

  @Test
  void n317_closingEndsALog() throws Exception {
    Path file = folder.resolve("closed.json");
    get(logOfAnotherSession().startLogging(file));
    valence.close();
    assertThat(JSON.readTree(file.toFile()).has("polledData")).isTrue();
  }

  @Test
  void n319_n219_s529_aLogOfTheWholeLife() throws Exception {
    Path file = folder.resolve("life.json");
    try (TestServer server = server();
        Valence logged = Valence.builder().logNetLog(file).build()) {
      get(get(logged.net().fetch(server.url("/"))).text());
    }
    assertThat(JSON.readTree(file.toFile()).has("polledData")).isTrue();
    assertThat(Files.readString(file)).contains("HTTP/1.1 200");
    assertThatThrownBy(() -> Valence.builder().logNetLog(folder.resolve("no/log")).build())
        .hasMessageContaining("does not exist");
  }
}
