package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.fetch.RequestInit;
import dev.valence.har.HarOptions;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAR files, by the required fields of HAR 1.2. */
class HarTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("har");

  @AfterEach
  void close() {
    valence.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void answer(Exchange exchange) throws IOException {
    switch (exchange.path()) {
      case "/from" -> exchange.reply(302).header("Location", "/to?a=1&b=s3cret").text("moved");
      default ->
          exchange.reply(200).header("Set-Cookie", "sid=s3cret; Path=/; HttpOnly").text("hello");
    }
  }

  private JsonNode record(HarOptions options, Recorded what) throws Exception {
    Path file = folder.resolve("record.har");
    get(session.har().start(file, options));
    what.run();
    get(session.har().stop());
    JsonNode har = JSON.readTree(file.toFile());
    check(har);
    return har.path("log").path("entries");
  }

  private interface Recorded {
    void run() throws Exception;
  }

  private static void check(JsonNode har) {
    JsonNode log = har.path("log");
    has(log, "version", "creator", "entries");
    has(log.path("creator"), "name", "version");
    assertThat(log.path("version").asText()).isEqualTo("1.2");
    for (JsonNode entry : log.path("entries")) {
      has(entry, "startedDateTime", "time", "request", "response", "cache", "timings");
      Instant.parse(entry.path("startedDateTime").asText());
      has(
          entry.path("request"),
          List.of(
              "method",
              "url",
              "httpVersion",
              "cookies",
              "headers",
              "queryString",
              "headersSize",
              "bodySize"));
      has(
          entry.path("response"),
          List.of(
              "status",
              "statusText",
              "httpVersion",
              "cookies",
              "headers",
              "content",
              "redirectURL",
              "headersSize",
              "bodySize"));
      has(entry.path("response").path("content"), "size", "mimeType");
      has(
          entry.path("timings"),
          List.of("blocked", "dns", "connect", "ssl", "send", "wait", "receive"));
      for (String required : List.of("send", "wait", "receive")) {
        assertThat(entry.path("timings").path(required).asDouble(-1)).isNotNegative();
      }
    }
  }

  private static void has(JsonNode object, String... fields) {
    has(object, List.of(fields));
  }

  private static void has(JsonNode object, List<String> fields) {
    fields.forEach(field -> assertThat(object.has(field)).as(field + " in " + object).isTrue());
  }

  @Test
  void eachHopIsAnEntryAndSecretsAreMasked() throws Exception {
    try (TestServer server = TestServer.start(HarTest::answer)) {
      RequestInit init =
          RequestInit.builder()
              .header("Authorization", "Bearer s3cret")
              .header("Cookie", "mine=s3cret")
              .build();
      JsonNode entries =
          record(
              HarOptions.defaults().withMaskedQuery(true),
              () -> get(get(session.fetch(server.url("/from"), init)).text()));

      assertThat(entries).hasSize(2);
      JsonNode first = entries.get(0);
      assertThat(first.path("response").path("status").asInt()).isEqualTo(302);
      assertThat(first.path("response").path("redirectURL").asText()).startsWith(server.url("/to"));
      assertThat(first.path("request").path("headers").toString()).contains("Bearer ****");
      assertThat(first.path("serverIPAddress").asText()).isEqualTo("127.0.0.1");
      JsonNode second = entries.get(1);
      assertThat(second.path("connection")).isEqualTo(first.path("connection"));
      assertThat(second.path("timings").path("connect").asDouble()).isEqualTo(-1);
      assertThat(second.path("request").path("queryString")).hasSize(2);
      assertThat(second.path("response").path("cookies").get(0).path("name").asText())
          .isEqualTo("sid");
      assertThat(second.path("response").path("content").path("size").asInt()).isEqualTo(5);
      assertThat(second.path("response").path("content").has("text")).isFalse();
      // The Location header of a redirect is shown as it came.
      assertThat(second.toString()).doesNotContain("s3cret");
    }
  }

  @Test
  void bodiesAreThereWhereAskedForAndBounded() throws Exception {
    try (TestServer server = TestServer.start(HarTest::answer)) {
      RequestInit init = RequestInit.builder().method("POST").body("upload").build();
      JsonNode entries =
          record(
              HarOptions.defaults().withBodies(true).withMaxBodyBytes(4).withSecrets(true),
              () -> get(get(session.fetch(server.url("/x"), init)).text()));

      JsonNode entry = entries.get(0);
      assertThat(entry.path("request").path("bodySize").asInt()).isEqualTo(6);
      assertThat(entry.path("request").path("postData").path("text").asText()).isEqualTo("uplo");
      assertThat(entry.path("response").path("content").path("text").asText()).isEqualTo("hell");
      assertThat(entry.path("response").path("content").path("comment").asText()).contains("5");
      assertThat(entry.toString()).contains("sid=s3cret");
    }
  }

  @Test
  void aFailureIsAnEntryWithItsError() throws Exception {
    int port;
    try (TestServer server = TestServer.start(HarTest::answer)) {
      port = server.port();
    }
    JsonNode entries =
        record(
            HarOptions.defaults(),
            () ->
                assertThatThrownBy(() -> get(session.fetch("http://127.0.0.1:" + port)))
                    .hasMessageContaining("net::ERR_CONNECTION_REFUSED"));
    assertThat(entries.get(0).path("_error").asText()).isEqualTo("net::ERR_CONNECTION_REFUSED");
    assertThat(entries.get(0).path("response").path("status").asInt()).isZero();
  }

  @Test
  void theFileIsWholeWhileItIsWritten() throws Exception {
    Path file = folder.resolve("live.har");
    try (TestServer server = TestServer.start(HarTest::answer)) {
      get(session.har().start(file));
      check(JSON.readTree(file.toFile()));
      for (int i = 0; i < 5; i++) {
        get(get(session.fetch(server.url("/" + i))).text());
        check(JSON.readTree(file.toFile()));
      }
      assertThatThrownBy(() -> session.har().start(file)).isInstanceOf(IllegalStateException.class);
      valence.close();
    }
    assertThat(JSON.readTree(file.toFile()).path("log").path("entries")).hasSize(5);
  }

  @Test
  void stoppingNothingIsRefused() {
    assertThatThrownBy(() -> get(session.har().stop()))
        .hasMessageContaining("No HAR recording in progress");
    assertThatThrownBy(() -> get(session.har().start(folder.resolve("absent/x.har"))))
        .hasMessageContaining("ERR_FILE_NOT_FOUND");
    assertThat(session.har().isRecording()).isFalse();
  }
}
