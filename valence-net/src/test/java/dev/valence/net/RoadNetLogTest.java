package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valence.net.internal.netlog.LogViewer;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.net.netlog.NetLogRecording;
import dev.valence.testkit.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the net log hears of requests on the road. */
@ExtendWith(NettyWatch.class)
class RoadNetLogTest {
  private static final int WAIT_SECONDS = 20;

  @TempDir Path folder;
  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private RoadClient client = RoadClient.start();
  private NetLogRecording recording;

  @AfterEach
  void stop() {
    gate.complete(null);
    client.close();
  }

  private void limits(int perHost, int total) {
    client.close();
    client =
        RoadClient.with()
            .pool(new PoolLimits(perHost, total, Duration.ofMinutes(5), Duration.ofMinutes(1)))
            .start();
  }

  private void record() throws Exception {
    CompletableFuture<Void> covered = new CompletableFuture<>();
    recording =
        client
            .service()
            .startNetLog(
                folder.resolve("log"), NetLogCaptureMode.DEFAULT, -1, () -> covered.complete(null));
    covered.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private JsonNode log() throws Exception {
    recording.stop().get(WAIT_SECONDS, TimeUnit.SECONDS);
    return LogViewer.load(folder.resolve("log"));
  }

  private TestServer gated() throws Exception {
    return TestServer.start(
        exchange -> {
          exchange.await(gate);
          exchange.respond(200, "x");
        });
  }

  @Test
  void aRequestThatWaitsForAPlaceAtItsHost() throws Exception {
    limits(1, 10);
    record();
    try (TestServer server = gated()) {
      RoadCall first = client.get(server.url("/1"));
      server.takeRequest();
      RoadCall second = client.get(server.url("/2"));
      client.context().loop().submit(() -> {}).get();
      gate.complete(null);
      first.text();
      second.text();
    }
    JsonNode log = log();
    assertThat(LogViewer.params(log, NetLogEventType.SOCKET_POOL_STALLED_MAX_SOCKETS_PER_GROUP))
        .hasSize(1);
    assertThat(LogViewer.params(log, NetLogEventType.SOCKET_POOL_STALLED_MAX_SOCKETS)).isEmpty();
  }

  @Test
  void aRequestThatWaitsForAPlaceInTheSession() throws Exception {
    limits(1, 1);
    record();
    try (TestServer server = gated();
        TestServer other = TestServer.start(exchange -> exchange.respond(200, "y"))) {
      RoadCall first = client.get(server.url("/1"));
      server.takeRequest();
      RoadCall second = client.get(other.url("/2"));
      client.context().loop().submit(() -> {}).get();
      gate.complete(null);
      first.text();
      second.text();
    }
    JsonNode log = log();
    assertThat(LogViewer.params(log, NetLogEventType.SOCKET_POOL_STALLED_MAX_SOCKETS)).hasSize(1);
    assertThat(LogViewer.params(log, NetLogEventType.SOCKET_POOL_STALLED_MAX_SOCKETS_PER_GROUP))
        .isEmpty();
  }

  @Test
  void anHttp2SessionAndTheRequestsThatUseIt() throws Exception {
    try (TestServer server =
        TestServer.builder()
            .tls()
            .http2()
            .maxConcurrentStreams(1)
            .start(
                exchange -> {
                  if (exchange.path().equals("/held")) {
                    exchange.await(gate);
                  }
                  exchange.respond(200, "x");
                })) {
      record();
      client.get(server.url("/")).text();
      RoadCall held = client.get(server.url("/held"));
      server.takeRequest();
      server.takeRequest();
      RoadCall stalled = client.get(server.url("/stalled"));
      client.context().loop().submit(() -> {}).get();
      gate.complete(null);
      held.text();
      stalled.text();

      JsonNode log = log();
      JsonNode session = LogViewer.params(log, NetLogEventType.HTTP2_SESSION).get(0);
      assertThat(session.path("host").asText()).isEqualTo("localhost:" + server.port());
      assertThat(session.path("proxy").asText()).isEqualTo("DIRECT");
      JsonNode socket =
          LogViewer.params(log, NetLogEventType.HTTP2_SESSION_INITIALIZED)
              .get(0)
              .path("source_dependency");
      List<JsonNode> bound = LogViewer.params(log, NetLogEventType.SOCKET_POOL_BOUND_TO_SOCKET);
      assertThat(bound.get(0).path("source_dependency")).isEqualTo(socket);
      assertThat(bound.get(1).path("source_dependency")).isEqualTo(socket);
      List<JsonNode> first =
          LogViewer.params(log, NetLogEventType.HTTP2_SESSION_POOL_IMPORTED_SESSION_FROM_SOCKET);
      assertThat(LogViewer.params(log, NetLogEventType.HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION))
          .contains(first.get(0));
      assertThat(LogViewer.params(log, NetLogEventType.HTTP2_SESSION_STALLED_MAX_STREAMS))
          .singleElement()
          .matches(stall -> stall.path("num_active_streams").asInt() == 1);
      assertThat(LogViewer.params(log, NetLogEventType.HTTP2_SESSION_SEND_HEADERS)).hasSize(3);
    }
  }

  @Test
  void theEmulatedLineAndTheDelegateOfARedirect() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().equals("/from")) {
                exchange.reply(302).header("Location", "/to").empty();
              } else {
                exchange.respond(200, "x");
              }
            })) {
      client.context().conditions(NetworkConditions.builder().latency(200).build()).join();
      record();
      client.get(server.url("/from")).text();

      JsonNode log = log();
      assertThat(LogViewer.params(log, NetLogEventType.DELEGATE_INFO))
          .extracting(params -> params.path("delegate_blocked_by").asText())
          .containsExactly("the emulated line", "", "the emulated line", "");
      assertThat(LogViewer.params(log, NetLogEventType.URL_REQUEST_DELEGATE_RECEIVED_REDIRECT))
          .hasSize(2);
    }
  }
}
