package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestAbortTest {
  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  /** Lets everything that is posted to the event thread by now pass. */
  private void settleEvents() {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    valence.eventThread().execute(() -> passed.complete(null));
    RequestProbe.get(passed);
  }

  @Test
  void n063_writeAfterAbortIsSilent() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "no"))) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().abort();
      probe.request().write("");
      probe.request().end();
      assertThat(probe.closed()).containsExactly("abort", "close");
      settleEvents();
      assertThat(probe.events()).containsExactly("abort", "close");
      assertThat(server.connectionCount()).isZero();
    }
  }

  @Test
  void n065_abortBeforeTheAnswer() throws Exception {
    CompletableFuture<RequestProbe> probe = new CompletableFuture<>();
    CompletableFuture<Void> aborted = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              probe.join().request().abort();
              exchange.await(aborted);
              exchange.respond(200, "late");
            })) {
      RequestProbe sent = RequestProbe.of(valence.net().request(server.url("/")));
      probe.complete(sent);
      sent.request().end("x".repeat(1024));
      assertThat(sent.closed()).containsExactly("finish", "abort", "close");
      aborted.complete(null);
      server.awaitOpenConnections(0);
      settleEvents();
      assertThat(sent.events()).containsExactly("finish", "abort", "close");
    }
  }

  @Test
  void n066_n295_n302_abortWithinTheResponse() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).chunked()) {
                body.write("x".repeat(1024));
                body.await(gate);
              }
            })) {
      ClientRequest request = valence.net().request(server.url("/"));
      RequestProbe probe = RequestProbe.of(request);
      request.on(ClientRequest.RESPONSE, message -> request.abort());
      request.end("body");
      assertThat(probe.closed())
          .containsExactly(
              "finish", "response", "message aborted", "message close", "abort", "close");
      gate.complete(null);
      settleEvents();
      assertThat(probe.events()).hasSize(6);
    }
  }

  @Test
  void n067_abortTwiceIsOneAbort() throws Exception {
    CompletableFuture<RequestProbe> probe = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              probe.join().request().abort();
              probe.join().request().abort();
              exchange.leaveUnanswered();
            })) {
      RequestProbe sent = RequestProbe.of(valence.net().request(server.url("/")));
      probe.complete(sent);
      sent.request().end("x".repeat(1024));
      sent.closed();
      settleEvents();
      assertThat(sent.events()).containsExactly("finish", "abort", "close");
    }
  }

  @Test
  void n273_abortOfAClosedRequestDoesNothing() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().end();
      assertThat(probe.closed()).endsWith("close");
      probe.request().abort();
      settleEvents();
      assertThat(probe.events()).endsWith("close").doesNotContain("abort");
    }
  }

  @Test
  void n071_abortWithinARedirect() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.reply(302).header("Location", "/200").empty())) {
      CompletableFuture<RequestProbe> closed = new CompletableFuture<>();
      valence
          .eventThread()
          .execute(
              () -> {
                ClientRequest request = valence.net().request(server.url("/302"));
                request.end();
                RequestProbe probe = RequestProbe.of(request);
                request.on(
                    ClientRequest.REDIRECT, (status, method, url, headers) -> request.abort());
                request.on(ClientRequest.CLOSE, () -> closed.complete(probe));
              });
      assertThat(RequestProbe.get(closed).events()).contains("abort").doesNotContain("response");
      assertThat(server.requestCount()).isEqualTo(1);
    }
  }
}
