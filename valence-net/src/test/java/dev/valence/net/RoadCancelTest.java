package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawServer;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request may be given up anywhere on its road; the connection pool stays sound. */
class RoadCancelTest {
  private RoadClient client =
      RoadClient.with()
          .pool(new PoolLimits(1, 10, Duration.ofMinutes(5), Duration.ofMinutes(1)))
          .start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  @Test
  void beforeItBegan() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      RoadCall[] calls = new RoadCall[1];
      RoadCall.join(
          client
              .context()
              .loop()
              .submit(
                  () -> {
                    calls[0] = client.get(server.url("/"));
                    calls[0].cancel();
                  }));

      assertThat(calls[0].error()).isEqualTo(NetError.ABORTED);
      assertThat(client.get(server.url("/ok")).text()).isEqualTo("x");
      assertThat(server.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void whileItWaitsForAConnection() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.await(gate);
              exchange.respond(200, "x");
            })) {
      RoadCall first = client.get(server.url("/1"));
      server.takeRequest();
      RoadCall second = client.get(server.url("/2"));
      RoadCall third = client.get(server.url("/3"));
      client.settle();
      second.cancel();
      assertThat(second.error()).isEqualTo(NetError.ABORTED);
      gate.complete(null);

      assertThat(first.text()).isEqualTo("x");
      assertThat(third.text()).isEqualTo("x");
      assertThat(server.takeRequest().path()).isEqualTo("/3");
    }
  }

  @Test
  void whileItConnects() throws Exception {
    try (RawServer server = RawServer.start(connection -> connection.staySilent())) {
      RoadCall call = client.get("https://localhost:" + server.port() + "/");
      server.takeConnection();
      call.cancel();

      assertThat(call.error()).isEqualTo(NetError.ABORTED);
    }
  }

  @Test
  void whileTheServerThinks() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              asked.complete(null);
              connection.staySilent();
            })) {
      RoadCall call = client.get(server.url("/"));
      var connection = server.takeConnection();
      RoadCall.join(asked);
      call.cancel();
      call.cancel();

      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      RoadCall.join(connection.closed());
    }
  }

  @Test
  void inAnInterimResponse() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
                      + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              connection.staySilent();
            })) {
      RoadCall call = new RoadCall();
      call.onInterim(status -> call.cancel());
      client.start(server.url("/"), r -> {}, call);

      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      assertThat(call.informational()).containsExactly(103);
      RoadCall.join(server.takeConnection().closed());
    }
  }

  @Test
  void n066_withTheHead() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).chunked()) {
                body.write("x".repeat(1024));
                body.await(gate);
              }
            })) {
      RoadCall call = new RoadCall().onHead(RoadCall::cancel);
      client.start(server.url("/"), r -> {}, call);
      call.head();
      server.awaitOpenConnections(0);
      call.onLoop(body -> body.subscribe(call));

      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      gate.complete(null);
    }
  }

  @Test
  void aBodyGivenUpAtTheHead() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).chunked()) {
                for (int i = 0; i < 1000; i++) {
                  body.write("y".repeat(10_000));
                }
              }
            })) {
      RoadCall call = new RoadCall().onHead(me -> me.body().cancel());
      client.start(server.url("/"), r -> {}, call);

      assertThat(call.head().status()).isEqualTo(200);
      server.awaitOpenConnections(0);
      client.settle();
      assertThat(call.isOver()).isFalse();
    }
  }

  @Test
  void aBodyGivenUpInThePieceWhileMoreOfItIsAtHand() throws Exception {
    // Many chunks in one packet: the rest of them is read after the reader has left.
    String chunks = "5\r\nhello\r\n".repeat(50) + "0\r\n\r\n";
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              connection.await(gate);
              connection.write(chunks);
              connection.staySilent();
            })) {
      RoadCall call = new RoadCall();
      call.onPiece(me -> me.body().cancel());
      client.start(server.url("/"), r -> {}, call);
      call.head();
      gate.complete(null);
      RoadCall.join(server.takeConnection().closed());

      assertThat(call.textSoFar()).isEqualTo("hello");
      assertThat(call.isOver()).isFalse();
    }
  }

  @Test
  void theCallGivenUpInThePieceWhileMoreOfItIsAtHand() throws Exception {
    String chunks = "5\r\nhello\r\n".repeat(50) + "0\r\n\r\n";
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              connection.await(gate);
              connection.write(chunks);
              connection.staySilent();
            })) {
      RoadCall call = new RoadCall();
      call.onPiece(RoadCall::cancel);
      client.start(server.url("/"), r -> {}, call);
      call.head();
      gate.complete(null);

      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      assertThat(call.textSoFar()).isEqualTo("hello");
      RoadCall.join(server.takeConnection().closed());
    }
  }

  @Test
  void aWholeResponseWhoseReaderWaitsIsGivenUp() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "all here"))) {
      RoadCall call = new RoadCall().onHead(unread -> {});
      client.start(server.url("/"), r -> {}, call);
      call.head();
      client.settle();
      call.cancel();
      client.settle();
      call.onLoop(body -> body.subscribe(call));

      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      assertThat(client.get(server.url("/")).text()).isEqualTo("all here");
    }
  }

  @Test
  void afterTheEndNothingHappens() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      RoadCall call = client.get(server.url("/"));
      assertThat(call.text()).isEqualTo("x");
      call.cancel();
      call.onLoop(BodyStream::cancel);
      client.settle();

      assertThat(call.text()).isEqualTo("x");
      assertThat(client.get(server.url("/")).text()).isEqualTo("x");
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void whileADelegateThinksAboutARedirect() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.reply(302).header("Location", "/next").empty())) {
      CompletableFuture<NetworkDelegate.RedirectDecision> asked = new CompletableFuture<>();
      RoadCall call = new RoadCall().onRedirect((step, decision) -> asked.complete(decision));
      client.start(server.url("/"), r -> {}, call);
      NetworkDelegate.RedirectDecision decision = RoadCall.join(asked);
      call.cancel();

      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      decision.follow();
      client.settle();
      assertThat(server.requestCount()).isEqualTo(1);
    }
  }
}
