package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.testkit.Reply;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncomingMessageTest {
  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  private RequestProbe get(TestServer server) {
    RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
    probe.request().end();
    return probe;
  }

  private static TestServer answering(String... namesAndValues) throws Exception {
    return TestServer.start(
        exchange -> {
          Reply reply = exchange.reply(200);
          for (int i = 0; i < namesAndValues.length; i += 2) {
            reply.header(namesAndValues[i], namesAndValues[i + 1]);
          }
          reply.empty();
        });
  }

  @Test
  void n083_n309_theHead() throws Exception {
    try (TestServer server = answering("Some-Custom-Header-Name", "Some-Customer-Header-Value")) {
      IncomingMessage message = get(server).response();
      assertThat(message.statusCode()).isEqualTo(200);
      assertThat(message.statusMessage()).isEqualTo("OK");
      assertThat(message.headers())
          .containsEntry("some-custom-header-name", "Some-Customer-Header-Value");
      assertThat(message.rawHeaders())
          .startsWith("Some-Custom-Header-Name", "Some-Customer-Header-Value");
      assertThat(message.httpVersion()).isEqualTo("1.1");
      assertThat(message.httpVersionMajor()).isEqualTo(1);
      assertThat(message.httpVersionMinor()).isEqualTo(1);
    }
  }

  @Test
  void n085_n307_repeatsAreJoined() throws Exception {
    try (TestServer server =
        answering("referrer-policy", "first-text", "referrer-policy", "second-text")) {
      IncomingMessage message = get(server).response();
      assertThat(message.headers()).containsEntry("referrer-policy", "first-text, second-text");
      assertThat(message.header("Referrer-Policy")).isEqualTo("first-text, second-text");
    }
  }

  @Test
  void n086_ofSomeHeadersTheFirstCounts() throws Exception {
    try (TestServer server = answering("last-modified", "yesterday", "last-modified", "today")) {
      assertThat(get(server).response().headers()).containsEntry("last-modified", "yesterday");
    }
  }

  @Test
  void n087_n305_setCookieIsAList() throws Exception {
    try (TestServer server = answering("set-cookie", "chocolate-chip")) {
      assertThat(get(server).response().headers())
          .containsEntry("set-cookie", List.of("chocolate-chip"));
    }
  }

  @Test
  void n306_cookieIsJoinedBySemicolons() throws Exception {
    try (TestServer server = answering("cookie", "a=1", "cookie", "b=2")) {
      assertThat(get(server).response().headers()).containsEntry("cookie", "a=1; b=2");
    }
  }

  @Test
  void n089_namesAreFoundInLowerCase() throws Exception {
    try (TestServer server =
        answering(
            "HEADER-KEY", "1", "SeT-CookiE", "2", "rEFERREr-pOLICy", "3", "LAST-modified", "4")) {
      assertThat(get(server).response().headers())
          .containsAllEntriesOf(
              Map.of(
                  "header-key",
                  "1",
                  "set-cookie",
                  List.of("2"),
                  "referrer-policy",
                  "3",
                  "last-modified",
                  "4"));
    }
  }

  @Test
  void n090_n310_rawHeadersAreAsTheyArrived() throws Exception {
    String[] sent = {
      "HEADER-KEY", "header-value", "set-cookie", "chocolate-chip", "rEFERREr-pOLICy", "first-text",
      "referrer-policy", "second-text", "LAST-modified", "yesterday", "last-modified", "today",
      "X-End", "1"
    };
    try (TestServer server = answering(sent)) {
      IncomingMessage message = get(server).response();
      assertThat(message.rawHeaders()).startsWith(sent);
      assertThat(message.headers()).containsEntry("last-modified", "yesterday");
    }
  }

  @Test
  void n311_urlListOfARequestWithoutRedirects() throws Exception {
    try (TestServer server = answering()) {
      assertThat(get(server).response().urlList()).containsExactly(server.url("/"));
    }
  }

  @Test
  void n225_theBodyIsHeldUntilSomebodyListens() throws Exception {
    byte[] sent = new byte[3 << 20];
    new java.util.Random(7).nextBytes(sent);
    try (TestServer server = TestServer.start(exchange -> exchange.reply(200).bytes(sent))) {
      RequestProbe probe = RequestProbe.withoutBody(valence.net().request(server.url("/")));
      probe.request().end();
      IncomingMessage message = probe.response();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      CompletableFuture<Void> ended = new CompletableFuture<>();
      message.on(IncomingMessage.END, () -> ended.complete(null));
      message.on(IncomingMessage.DATA, chunk -> body.writeBytes(chunk.array()));
      RequestProbe.get(ended);
      assertThat(body.toByteArray()).isEqualTo(sent);
    }
  }

  @Test
  void n226_n301_endComesOnceAfterAllData() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).chunked()) {
                body.write("a");
                body.write("b");
              }
            })) {
      RequestProbe probe = RequestProbe.withoutBody(valence.net().request(server.url("/")));
      List<String> order = new ArrayList<>();
      probe
          .request()
          .on(
              ClientRequest.RESPONSE,
              message -> {
                message.on(IncomingMessage.END, () -> order.add("end"));
                message.on(IncomingMessage.DATA, chunk -> order.add("data"));
              });
      probe.request().end();
      probe.closed();
      assertThat(order).endsWith("data", "end").containsOnlyOnce("end");
    }
  }

  @Test
  void pauseStopsTheServerAndResumeGoesOn() throws Exception {
    int size = 32 << 20;
    AtomicLong written = new AtomicLong();
    CompletableFuture<Void> stuck = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).fixed(size)) {
                byte[] piece = new byte[64 << 10];
                for (int sent = 0; sent < size; sent += piece.length) {
                  body.write(piece);
                  written.addAndGet(piece.length);
                }
              }
            })) {
      RequestProbe probe = RequestProbe.withoutBody(valence.net().request(server.url("/")));
      AtomicLong received = new AtomicLong();
      probe
          .request()
          .on(
              ClientRequest.RESPONSE,
              message ->
                  message.on(
                      IncomingMessage.DATA,
                      chunk -> {
                        if (received.getAndAdd(chunk.remaining()) == 0) {
                          message.pause();
                          stuck.complete(null);
                        }
                      }));
      probe.request().end();
      RequestProbe.get(stuck);
      long first = received.get();
      CompletableFuture<Void> turn = new CompletableFuture<>();
      valence.eventThread().execute(() -> turn.complete(null));
      RequestProbe.get(turn);
      assertThat(received).hasValue(first);
      // What the two sockets and the buffer hold is far less than the body.
      assertThat(written.get()).isLessThan(size);
      probe.response().resume();
      assertThat(probe.closed()).endsWith("message end", "message close", "close");
      assertThat(received).hasValue(size);
    }
  }

  @Test
  void bytesIsTheWholeBody() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "whole"))) {
      RequestProbe probe = RequestProbe.withoutBody(valence.net().request(server.url("/")));
      probe.request().end();
      IncomingMessage message = probe.response();
      assertThat(RequestProbe.get(message.bytes())).asString().isEqualTo("whole");
      assertThatThrownBy(() -> message.bytes().join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThat(probe.closed()).endsWith("message end", "message close", "close");
    }
  }

  @Test
  void trailersAreThereAtTheEnd() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).trailer("X-Sum", "1").chunked()) {
                body.write("data");
              }
            })) {
      RequestProbe probe = get(server);
      probe.closed();
      assertThat(probe.response().trailers()).containsEntry("x-sum", "1");
      assertThat(probe.response().rawTrailers()).containsExactly("X-Sum", "1");
    }
  }

  @Test
  void aListenerThatThrowsStopsNobody() throws Exception {
    CompletableFuture<Throwable> reported = new CompletableFuture<>();
    try (Valence watched =
            Valence.builder()
                .uncaughtExceptionHandler((thread, error) -> reported.complete(error))
                .build();
        TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      ClientRequest request = watched.net().request(server.url("/"));
      request.on(
          ClientRequest.RESPONSE,
          message -> {
            throw new IllegalStateException("a bug");
          });
      RequestProbe probe = RequestProbe.of(request);
      request.end();
      assertThat(probe.closed()).endsWith("close");
      assertThat(RequestProbe.get(reported)).hasMessage("a bug");
    }
  }

  @Test
  void anEventOfAnotherEmitterIsRefused() {
    ClientRequest request = valence.net().request("http://a.invalid/");
    assertThatThrownBy(() -> request.on(IncomingMessage.DATA, chunk -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ClientRequest has no event 'data'");
  }
}
