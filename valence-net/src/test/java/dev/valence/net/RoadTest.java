package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.http.HeaderList;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plain exchanges over HTTP/1.1: what goes out, what comes back. */
class RoadTest {
  private final RoadClient client = RoadClient.start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  @Test
  void aPlainExchange() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(201).reason("Made").header("X-One", "1").text("hello"))) {
      RoadCall call =
          client.start(
              server.url("/a%20b?q=1#frag"), r -> r.headers(HeaderList.of("X-Mine", "yes")));

      assertThat(call.text()).isEqualTo("hello");
      assertThat(call.head().status()).isEqualTo(201);
      assertThat(call.head().reason()).isEqualTo("Made");
      assertThat(call.head().version()).isEqualTo(HttpVersion.HTTP_1_1);
      assertThat(call.head().headers().get("x-one")).isEqualTo("1");
      assertThat(call.urls()).containsExactly(server.url("/a%20b?q=1#frag"));
      assertThat(server.takeRequest())
          .satisfies(
              request -> {
                assertThat(request.method()).isEqualTo("GET");
                assertThat(request.target()).isEqualTo("/a%20b?q=1");
                assertThat(request.headers().names()).startsWith("Host", "Connection", "X-Mine");
                assertThat(request.header("host")).isEqualTo("127.0.0.1:" + server.port());
                assertThat(request.header("user-agent")).isEqualTo("RoadClient/1");
                assertThat(request.header("accept")).isEqualTo("*/*");
              });
    }
  }

  @Test
  void methodsGoOutAsTheyAre() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      for (String method : new String[] {"DELETE", "OPTIONS", "PROPFIND", "patch"}) {
        assertThat(client.start(server.url("/"), r -> r.method(method)).status()).isEqualTo(200);
        assertThat(server.takeRequest().method()).isEqualTo(method);
      }
      assertThat(client.start(server.url("/"), r -> r.method("HEAD")).text()).isEmpty();
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void emptyAndUntilCloseBodies() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              switch (exchange.path()) {
                case "/204" -> exchange.reply(204).empty();
                case "/304" -> exchange.reply(304).empty();
                case "/0" -> exchange.reply(200).empty();
                default -> {
                  try (ReplyBody body = exchange.reply(200).untilClose()) {
                    body.write("to the end");
                  }
                }
              }
            })) {
      assertThat(client.get(server.url("/204")).text()).isEmpty();
      assertThat(client.get(server.url("/304")).text()).isEmpty();
      assertThat(client.get(server.url("/0")).text()).isEmpty();
      assertThat(client.get(server.url("/close")).text()).isEqualTo("to the end");
    }
  }

  @Test
  void chunksAndTrailers() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).chunked()) {
                body.write("one ");
                body.write("two");
                body.trailer("X-Sum", "7");
              }
            })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.text()).isEqualTo("one two");
      assertThat(call.trailers().get("x-sum")).isEqualTo("7");
    }
  }

  @Test
  void interimResponsesAreHeardBeforeTheHead() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.informational(
                  103, dev.valence.testkit.HeaderLines.of("Link", "</a>; rel=preload"));
              exchange.informational(102, dev.valence.testkit.HeaderLines.of());
              exchange.respond(200, "x");
            })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.text()).isEqualTo("x");
      assertThat(call.informational()).containsExactly(103, 102);
    }
  }

  @Test
  void theHeadComesBeforeTheBody() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).fixed(4)) {
                body.await(gate);
                body.write("late");
              }
            })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.head().status()).isEqualTo(200);
      assertThat(call.isOver()).isFalse();
      gate.complete(null);
      assertThat(call.text()).isEqualTo("late");
    }
  }

  @Test
  void bytesAfterTheEndAreNoResponseToTheNextRequest() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n"
                      + "Content-Length: 4\r\n\r\nevil");
              connection.staySilent();
            })) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(server.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void bytesThatNobodyAskedForEndTheConnection() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              connection.await(gate);
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
              connection.staySilent();
            })) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      gate.complete(null);
      RoadCall.join(server.takeConnection().closed());
      assertThat(client.get(server.url("/")).text()).isEqualTo("ok");
      assertThat(server.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void headersThatWouldBreakOutAreNotSent() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      RoadCall call =
          client.start(server.url("/"), r -> r.headers(HeaderList.of("X", "a\r\nEvil: 1")));

      assertThat(call.error()).isEqualTo(NetError.INVALID_ARGUMENT);
      assertThat(server.requestCount()).isZero();
      assertThat(client.get(server.url("/")).text()).isEqualTo("x");
    }
  }

  @Test
  void closeAllConnectionsFailsWhatRuns() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().equals("/wait")) {
                exchange.await(gate);
              }
              try (ReplyBody body = exchange.reply(200).fixed(4)) {
                body.write("bo");
                if (exchange.path().equals("/body")) {
                  body.await(gate);
                }
                body.write("dy");
              }
            })) {
      RoadCall waiting = client.get(server.url("/wait"));
      RoadCall reading = client.get(server.url("/body"));
      reading.head();
      server.takeRequest();
      server.takeRequest();
      client.context().closeAllConnections().join();

      assertThat(waiting.error()).isEqualTo(NetError.ABORTED);
      assertThat(reading.error()).isEqualTo(NetError.ABORTED);
      gate.complete(null);
      server.awaitOpenConnections(0);
      assertThat(client.get(server.url("/")).text()).isEqualTo("body");
    }
  }

  @Test
  void afterCloseEveryRequestFails() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.await(gate);
              exchange.respond(200, "x");
            })) {
      RoadCall running = client.get(server.url("/"));
      server.takeRequest();
      client.context().close().join();

      assertThat(running.error()).isEqualTo(NetError.CONTEXT_SHUT_DOWN);
      assertThat(client.get(server.url("/")).error()).isEqualTo(NetError.CONTEXT_SHUT_DOWN);
      server.awaitOpenConnections(0);
      gate.complete(null);
    }
  }
}
