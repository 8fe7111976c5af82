package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valence.fetch.RequestInit;
import dev.valence.har.HarOptions;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.HarSchema;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAR files by the public JSON schema of HAR 1.2. */
@Tag("peers")
class HarSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void answer(Exchange exchange) throws IOException {
    switch (exchange.path()) {
      case "/from" -> exchange.reply(302).header("Location", "/to?a=1&b=%C3%A9&c").text("moved");
      case "/binary" -> exchange.reply(200).bytes(new byte[] {(byte) 0xFF, 0, 1});
      case "/stored" -> exchange.reply(200).header("Cache-Control", "max-age=99").text("stored");
      case "/confirmed" -> {
        if (exchange.header("if-none-match") != null) {
          exchange.reply(304).header("ETag", "\"1\"").empty();
        } else {
          exchange
              .reply(200)
              .header("ETag", "\"1\"")
              .header("Cache-Control", "no-cache")
              .header("Content-Type", "text/x-kept")
              .text("confirmed");
        }
      }
      default ->
          exchange.reply(200).header("Set-Cookie", "sid=secret; Path=/; HttpOnly").text("plain");
    }
  }

  private static void fetch(Session session, String url) throws Exception {
    get(get(session.fetch(url)).text());
  }

  private static void post(Session session, String url, byte[] body) throws Exception {
    RequestInit init =
        RequestInit.builder()
            .method("POST")
            .header("Content-Type", "application/x-thing")
            .body(body)
            .build();
    get(get(session.fetch(url, init)).text());
  }

  private static JsonNode entry(JsonNode har, String path, int number) {
    int found = 0;
    for (JsonNode entry : har.path("log").path("entries")) {
      if (entry.path("request").path("url").asText().contains(path) && found++ == number) {
        return entry;
      }
    }
    throw new AssertionError("no entry " + number + " of " + path);
  }

  @Test
  void everyKindOfEntryIsHar12() throws Exception {
    Path file = folder.resolve("all.har");
    TlsSettings tls =
        TlsSettings.builder()
            .systemRoots(false)
            .extraRoot(TestAuthority.shared().certificate())
            .build();
    try (TestServer server =
            TestServer.builder().addresses("127.0.0.1", "::1").start(HarSchemaTest::answer);
        TestServer secure = TestServer.builder().tls().http2().start(HarSchemaTest::answer);
        Valence valence = Valence.builder().tls(tls).build()) {
      Session session = valence.session().fromPartition("schema");
      get(session.har().start(file, HarOptions.defaults().withBodies(true).withMaxBodyBytes(5)));
      fetch(session, server.url("/from"));
      fetch(session, server.url("/cookies"));
      post(session, server.url("/text"), "0123456789".getBytes(StandardCharsets.US_ASCII));
      post(session, server.url("/bytes"), new byte[] {(byte) 0xC0, 0, 1});
      fetch(session, server.url("/binary"));
      for (int i = 0; i < 2; i++) {
        fetch(session, server.url("/stored"));
        fetch(session, server.url("/confirmed"));
      }
      fetch(session, "http://[::1]:" + server.port() + "/six");
      fetch(session, secure.url("/two"));
      get(session.fetch(server.url("/head"), RequestInit.builder().method("HEAD").build()));
      assertThatThrownBy(() -> get(session.fetch("http://127.0.0.1:1/refused")))
          .hasMessageContaining("net::ERR_CONNECTION_REFUSED");
      get(session.har().stop());
    }

    assertThat(HarSchema.findings(file)).isEmpty();
    JsonNode har = JSON.readTree(file.toFile());
    JsonNode stored = entry(har, "/stored", 1);
    assertThat(stored.path("_fromCache").asText()).isEqualTo("memory");
    assertThat(stored.path("response").path("status").asInt()).isEqualTo(200);
    assertThat(stored.path("response").path("bodySize").asInt()).isZero();
    assertThat(stored.path("response").path("content").path("size").asInt()).isEqualTo(6);
    assertThat(entry(har, "/stored", 0).has("_fromCache")).isFalse();
    JsonNode confirmed = entry(har, "/confirmed", 1);
    assertThat(confirmed.has("_fromCache")).isFalse();
    assertThat(confirmed.path("response").path("status").asInt()).isEqualTo(304);
    assertThat(confirmed.path("response").path("bodySize").asInt()).isZero();
    JsonNode content = confirmed.path("response").path("content");
    assertThat(content.path("size").asInt()).isEqualTo(9);
    assertThat(content.path("text").asText()).isEqualTo("confi");
    assertThat(content.path("mimeType").asText()).isEqualTo("text/x-kept");
    assertThat(confirmed.path("cache").path("comment").asText()).contains("confirmed");
    assertThat(confirmed.path("timings").path("wait").asDouble()).isPositive();
    assertThat(entry(har, "/six", 0).path("serverIPAddress").asText()).contains(":0:0:");
    JsonNode two = entry(har, "/two", 0);
    assertThat(two.path("response").path("httpVersion").asText()).isEqualTo("HTTP/2");
    assertThat(two.path("timings").path("ssl").asDouble()).isPositive();
    assertThat(two.path("timings").path("connect").asDouble())
        .isGreaterThanOrEqualTo(two.path("timings").path("ssl").asDouble());
  }

  @Test
  void theSchemaFindsWhatIsWrong() throws Exception {
    ObjectNode har = (ObjectNode) JSON.readTree("{\"log\":{\"version\":\"1.2\",\"entries\":[]}}");
    Path file = Files.writeString(folder.resolve("wrong.har"), har.toString());
    assertThat(HarSchema.findings(file)).anyMatch(finding -> finding.contains("creator"));
  }
}
