package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.http.RequestPriority;
import dev.valence.net.url.Url;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connection a request gets: reuse, limits, order, retries. */
class RoadPoolTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private RoadClient client = RoadClient.start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  private void limits(PoolLimits limits) {
    client.close();
    client = RoadClient.with().pool(limits).start();
  }

  @Test
  void aConnectionIsKeptAndTakenAgain() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(server.url("/" + i)).text()).isEqualTo("x");
      }
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void connectionCloseIsObeyed() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.reply(200).header("Connection", "close").text("x"))) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("x");
      assertThat(client.get(server.url("/")).text()).isEqualTo("x");
      assertThat(server.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void aRequestThatSaysCloseEndsItsConnection() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      RoadCall call =
          client.start(
              server.url("/"),
              r -> r.headers(dev.valence.net.http.HeaderList.of("Connection", "close")));
      assertThat(call.text()).isEqualTo("x");
      server.awaitOpenConnections(0);
    }
  }

  @Test
  void sixConnectionsPerHostAndTheRestWaitsByPriority() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().startsWith("/first")) {
                exchange.await(gate);
              }
              exchange.respond(200, "x");
            })) {
      limits(new PoolLimits(1, 256, Duration.ofMinutes(5), Duration.ofMinutes(1)));
      RoadCall first = client.get(server.url("/first"));
      server.takeRequest();
      List<RoadCall> waiting = new ArrayList<>();
      waiting.add(client.start(server.url("/idle"), r -> r.priority(RequestPriority.IDLE, false)));
      waiting.add(client.start(server.url("/low1"), r -> r.priority(RequestPriority.LOW, false)));
      waiting.add(
          client.start(server.url("/high"), r -> r.priority(RequestPriority.HIGHEST, false)));
      waiting.add(client.start(server.url("/low2"), r -> r.priority(RequestPriority.LOW, false)));
      waiting.add(
          client.start(server.url("/last"), r -> r.priority(RequestPriority.THROTTLED, false)));
      client.settle();
      gate.complete(null);
      assertThat(first.text()).isEqualTo("x");
      for (RoadCall call : waiting) {
        assertThat(call.text()).isEqualTo("x");
      }

      for (String path : List.of("/high", "/low1", "/low2", "/idle", "/last")) {
        assertThat(server.takeRequest().path()).isEqualTo(path);
      }
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void noMoreThanSixConnectionsToOneHost() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.await(gate);
              exchange.respond(200, "x");
            })) {
      List<RoadCall> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(client.get(server.url("/" + i)));
      }
      for (int i = 0; i < 6; i++) {
        server.takeRequest();
      }
      client.settle();
      assertThat(server.requestCount()).isEqualTo(6);
      gate.complete(null);
      for (RoadCall call : calls) {
        assertThat(call.text()).isEqualTo("x");
      }
      assertThat(server.mostOpenConnections()).isEqualTo(6);
    }
  }

  @Test
  void theTotalLimitIsKeptAndAnIdleConnectionOfAnotherHostMakesRoom() throws Exception {
    limits(new PoolLimits(1, 1, Duration.ofMinutes(5), Duration.ofMinutes(1)));
    try (TestServer one = TestServer.start(exchange -> exchange.respond(200, "one"));
        TestServer two = TestServer.start(exchange -> exchange.respond(200, "two"))) {
      assertThat(client.get(one.url("/")).text()).isEqualTo("one");
      assertThat(client.get(two.url("/")).text()).isEqualTo("two");
      one.awaitOpenConnections(0);
      assertThat(client.get(one.url("/")).text()).isEqualTo("one");
    }
  }

  @Test
  void whoWaitsForAPlaceGetsItWhenAnotherHostsConnectionFallsIdle() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    limits(new PoolLimits(1, 1, Duration.ofMinutes(5), Duration.ofMinutes(1)));
    try (TestServer one =
            TestServer.start(
                exchange -> {
                  exchange.await(gate);
                  exchange.respond(200, "one");
                });
        TestServer two = TestServer.start(exchange -> exchange.respond(200, "two"))) {
      RoadCall busy = client.get(one.url("/"));
      one.takeRequest();
      RoadCall stalled = client.get(two.url("/"));
      client.settle();
      assertThat(two.connectionCount()).isZero();
      gate.complete(null);

      assertThat(busy.text()).isEqualTo("one");
      assertThat(stalled.text()).isEqualTo("two");
    }
  }

  @Test
  void idleConnectionsAreClosedInTime() throws Exception {
    limits(new PoolLimits(6, 256, Duration.ofMillis(200), Duration.ofMillis(200)));
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("x");
      long start = System.nanoTime();
      server.awaitOpenConnections(0);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  /** Answers the first request of each connection; on the second it closes without a word. */
  private static RawServer dyingServer(int wholeRequests) throws IOException {
    return RawServer.start(
        connection -> {
          for (int i = 0; i < wholeRequests; i++) {
            connection.readHead();
            connection.write(OK);
          }
          connection.readHead();
        });
  }

  @Test
  void aRequestOnAKeptConnectionThatDiesIsSentOnceMore() throws Exception {
    try (RawServer server = dyingServer(1)) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(server.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void aPostWithAReplayableBodyIsSentOnceMore() throws Exception {
    TestBody body = TestBody.of("payload");
    try (RawServer server =
        RawServer.start(
            connection -> {
              if (connection.id() == 1) {
                connection.readHead();
                connection.write(OK);
                connection.readHead();
                connection.reset();
                return;
              }
              connection.readHead();
              connection.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n" + new String(connection.read(7)));
              connection.staySilent();
            })) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(client.start(server.url("/"), r -> r.method("POST").body(body)).text())
          .isEqualTo("payload");
      assertThat(body.opened()).isEqualTo(2);
      assertThat(body.closed()).isEqualTo(2);
    }
  }

  @Test
  void aBodyThatCannotBeReadAgainIsNotSentOnceMore() throws Exception {
    TestBody body = TestBody.of("payload").once();
    try (RawServer server = dyingServer(1)) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(client.start(server.url("/"), r -> r.method("POST").body(body)).error())
          .isIn(NetError.EMPTY_RESPONSE, NetError.CONNECTION_RESET);
      assertThat(body.opened()).isEqualTo(1);
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void onlyOneMoreAttemptIsMade() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              if (connection.id() == 1) {
                connection.write(OK);
                connection.readHead();
              }
            })) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(client.get(server.url("/")).error()).isEqualTo(NetError.EMPTY_RESPONSE);
      assertThat(server.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void aRequestIsNotRepeatedOnceItsAnswerHasBegun() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(OK);
              connection.readHead();
              connection.write("HTTP/1.1 200");
            })) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(client.get(server.url("/")).error())
          .isEqualTo(NetError.RESPONSE_HEADERS_TRUNCATED);
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void n078_aFreshConnectionThatDiesIsAnEmptyResponse() throws Exception {
    try (RawServer server = RawServer.start(connection -> connection.readHead())) {
      NetException failure = client.get(server.url("/")).failure();

      assertThat(failure).hasMessage("net::ERR_EMPTY_RESPONSE");
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void aFreshConnectionThatIsResetIsAReset() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.reset();
            })) {
      assertThat(client.get(server.url("/")).error()).isEqualTo(NetError.CONNECTION_RESET);
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void aConnectionOpenedAheadThatDiesCountsAsAKeptOne() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              if (connection.id() > 1) {
                connection.write(OK);
              }
            })) {
      client.context().preconnect(Url.parse(server.url("/")), 1).get(20, TimeUnit.SECONDS);
      server.takeConnection();

      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(server.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void preconnectOpensWhatIsWantedAndNoMore() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      Url url = Url.parse(server.url("/"));
      client.context().preconnect(url, 3).get(20, TimeUnit.SECONDS);
      server.awaitOpenConnections(3);
      client.context().preconnect(url, 2).get(20, TimeUnit.SECONDS);
      assertThat(server.connectionCount()).isEqualTo(3);
      assertThat(server.requestCount()).isZero();

      assertThat(client.get(server.url("/")).text()).isEqualTo("x");
      assertThat(server.connectionCount()).isEqualTo(3);
    }
  }

  @Test
  void preconnectStaysWithinTheLimitOfTheHost() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      client.context().preconnect(Url.parse(server.url("/")), 20).get(20, TimeUnit.SECONDS);

      assertThat(server.connectionCount()).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void preconnectOverTlsOpensWhatIsWanted() throws Exception {
    try (TestServer server =
        TestServer.builder().tls().start(exchange -> exchange.respond(200, "x"))) {
      client.context().preconnect(Url.parse(server.url("/")), 3).get(20, TimeUnit.SECONDS);

      server.awaitOpenConnections(3);
    }
  }

  @Test
  void preconnectToNobodyIsDoneAndNoFailure() throws Exception {
    String gone;
    try (TestServer server = TestServer.builder().tls().start(exchange -> {})) {
      gone = server.url("/");
    }
    client.context().preconnect(Url.parse(gone), 3).get(20, TimeUnit.SECONDS);
    client.context().preconnect(Url.parse("https://nobody.invalid/"), 3).get(20, TimeUnit.SECONDS);
  }
}
