package dev.valence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RawServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().sslContext(TestAuthority.shared().clientContext()).build();

  private String get(String url) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void writesBytesVerbatimInPieces() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(
            connection -> {
              assertThat(connection.readHead()).startsWith("GET /x HTTP/1.1\r\n");
              connection.writeByteByByte(
                  "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
              connection.await(gate);
              connection.write("body");
            })) {
      gate.complete(null);
      assertThat(get(server.url("/x"))).isEqualTo("body");
      assertThat(server.failures()).isEmpty();
    }
  }

  @Test
  void closesAndResets() throws Exception {
    try (RawServer closing = RawServer.start(RawConnection::readHead);
        RawServer resetting =
            RawServer.start(
                connection -> {
                  connection.readHead();
                  connection.reset();
                })) {
      assertThatThrownBy(() -> get(closing.url("/"))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get(resetting.url("/"))).hasStackTraceContaining("reset");
    }
  }

  @Test
  void speaksTls() throws Exception {
    try (RawServer server =
        RawServer.startTls(
            TestAuthority.shared().localhost(),
            connection -> {
              assertThat(connection.alpn()).isEqualTo("http/1.1");
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntls");
            },
            "http/1.1")) {
      assertThat(get(server.url("/"))).isEqualTo("tls");
      assertThat(server.failures()).isEmpty();
    }
  }

  @Test
  void aResetOverTlsHasNoCloseNotify() throws Exception {
    try (RawServer server =
        RawServer.startTls(
            TestAuthority.shared().localhost(),
            connection -> {
              connection.readHead();
              connection.reset();
            })) {
      assertThatThrownBy(() -> get(server.url("/"))).isInstanceOf(IOException.class);
      assertThat(server.takeConnection().closed()).succeedsWithin(java.time.Duration.ofSeconds(20));
    }
  }

  @Test
  void silenceEndsWithTheServer() throws Exception {
    CompletableFuture<?> answer;
    try (RawServer server = RawServer.start(RawConnection::staySilent)) {
      answer =
          client.sendAsync(
              HttpRequest.newBuilder(URI.create(server.url("/"))).build(), BodyHandlers.ofString());
      server.takeConnection();
      assertThat(answer).isNotDone();
    }
    assertThat(answer).failsWithin(java.time.Duration.ofSeconds(20));
  }
}
