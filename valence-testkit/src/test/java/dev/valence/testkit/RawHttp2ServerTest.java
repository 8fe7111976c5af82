package dev.valence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RawHttp2ServerTest {
  private static HttpResponse<String> get(RawHttp2Server server) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(TestAuthority.shared().clientContext())
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(server.url("/path"))).header("X-One", "1").build(),
            BodyHandlers.ofString());
  }

  @Test
  void framesByHandMakeAResponse() throws Exception {
    CompletableFuture<HeaderLines> request = new CompletableFuture<>();
    try (RawHttp2Server server =
        RawHttp2Server.startTls(
            TestAuthority.shared().localhost(),
            connection -> {
              RawHttp2Connection.Head head = connection.readRequest();
              request.complete(head.headers());
              connection.write(Http2Frames.settingsAck());
              byte[] block = Http2Frames.block(":status", "200", "x-long", "v".repeat(500));
              byte[] first = java.util.Arrays.copyOf(block, 20);
              byte[] rest = java.util.Arrays.copyOfRange(block, 20, block.length);
              connection.write(Http2Frames.unfinishedHeaders(head.streamId(), false, first));
              connection.write(Http2Frames.continuation(head.streamId(), true, rest));
              connection.write(Http2Frames.data(head.streamId(), false, "by "));
              connection.write(Http2Frames.data(head.streamId(), true, "hand"));
              connection.raw().staySilent();
            })) {
      HttpResponse<String> response = get(server);

      assertThat(response.body()).isEqualTo("by hand");
      assertThat(response.headers().firstValue("x-long")).contains("v".repeat(500));
      assertThat(request.join().first(":path")).isEqualTo("/path");
      assertThat(request.join().first("x-one")).isEqualTo("1");
    }
  }

  @Test
  void aWrongFrameMakesTheClientLeave() throws Exception {
    CompletableFuture<Integer> code = new CompletableFuture<>();
    try (RawHttp2Server server =
        RawHttp2Server.startTls(
            TestAuthority.shared().localhost(),
            connection -> {
              connection.readRequest();
              connection.write(Http2Frames.frame(Http2Frames.DATA, 0, 0, new byte[5]));
              code.complete(connection.readUntilGoAway().errorCode());
            })) {
      assertThatThrownBy(() -> get(server)).isInstanceOf(IOException.class);
      assertThat(code).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1);
    }
  }
}
