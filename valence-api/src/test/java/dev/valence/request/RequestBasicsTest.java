package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestBasicsTest {
  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  private static TestServer echo() throws Exception {
    return TestServer.start(exchange -> exchange.reply(200).bytes(exchange.body()));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private ClientRequest post(String url) {
    return valence.net().request(RequestOptions.builder().method("POST").url(url).build());
  }

  @Test
  void n001_getByUrl() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.reply(200).empty())) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().end();
      assertThat(probe.response().statusCode()).isEqualTo(200);
      assertThat(probe.closed()).contains("message end");
      assertThat(server.takeRequest().method()).isEqualTo("GET");
    }
  }

  @Test
  void n002_postWithoutBody() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.reply(200).empty())) {
      RequestProbe probe = RequestProbe.of(post(server.url("/")));
      probe.request().end();
      assertThat(probe.response().statusCode()).isEqualTo(200);
      assertThat(probe.closed()).contains("message end");
      RecordedRequest seen = server.takeRequest();
      assertThat(seen.method()).isEqualTo("POST");
      assertThat(seen.header("content-length")).isEqualTo("0");
    }
  }

  @Test
  void n003_bodyIsTheServersText() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "Hello World!"))) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().end();
      probe.closed();
      assertThat(probe.text()).isEqualTo("Hello World!");
    }
  }

  @Test
  void n007_chunkedUploadArrivesInOrder() throws Exception {
    try (TestServer server = echo()) {
      byte[] sent = random(100 * 1024);
      RequestProbe probe = RequestProbe.of(post(server.url("/")));
      probe.request().chunkedEncoding(true);
      for (int i = 0; i < 100; i++) {
        probe.request().write(java.util.Arrays.copyOfRange(sent, i * 1024, (i + 1) * 1024));
      }
      probe.request().end();
      probe.closed();
      assertThat(probe.bytes()).isEqualTo(sent);
      RecordedRequest seen = server.takeRequest();
      assertThat(seen.method()).isEqualTo("POST");
      assertThat(seen.header("transfer-encoding")).isEqualTo("chunked");
      assertThat(seen.header("content-length")).isNull();
    }
  }

  /** The portable half of N010: a GET request may carry a body. */
  @Test
  void n010_getMayCarryABody() throws Exception {
    try (TestServer server = echo()) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().end("x".repeat(1024));
      probe.closed();
      assertThat(probe.text()).isEqualTo("x".repeat(1024));
      assertThat(server.takeRequest().header("content-length")).isEqualTo("1024");
    }
  }

  @Test
  void n018_n269_eventsOfANormalRequest() throws Exception {
    String text = "a".repeat(1024);
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, text))) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().end();
      assertThat(probe.closed())
          .containsExactly("finish", "response", "message end", "message close", "close");
      assertThat(probe.text()).isEqualTo(text);
    }
  }

  @Test
  void n081_noRefererUnlessGiven() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, ""))) {
      RequestProbe probe = RequestProbe.of(valence.net().request(server.url("/")));
      probe.request().end();
      probe.request().end();
      assertThat(probe.response().statusCode()).isEqualTo(200);
      assertThat(server.takeRequest().header("referer")).isNull();
    }
  }

  @Test
  void n082_refererIsSentUnderUnsafeUrl() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, ""))) {
      RequestProbe probe =
          RequestProbe.of(
              valence
                  .net()
                  .request(
                      RequestOptions.builder()
                          .url(server.url("/"))
                          .referrerPolicy(dev.valence.net.http.ReferrerPolicy.UNSAFE_URL)
                          .build()));
      probe.request().setHeader("referer", "https://www.electronjs.org/");
      probe.request().end();
      assertThat(probe.response().statusCode()).isEqualTo(200);
      assertThat(server.takeRequest().header("referer")).isEqualTo("https://www.electronjs.org/");
    }
  }

  @Test
  void n091_responseIsCopiedToAStream() throws Exception {
    String text = "b".repeat(1024);
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, text))) {
      RequestProbe probe = RequestProbe.withoutBody(valence.net().request(server.url("/")));
      probe.request().end();
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      CompletableFuture<Long> copied = probe.response().pipeTo(copy);
      probe.request().end();
      assertThat(RequestProbe.get(copied)).isEqualTo(1024);
      assertThat(copy.toString(StandardCharsets.UTF_8)).isEqualTo(text);
      assertThat(probe.closed()).endsWith("message end", "message close", "close");
    }
  }

  @Test
  void n098_n101_largeUploadIsComplete() throws Exception {
    try (TestServer server = echo()) {
      byte[] sent = random(1 << 20);
      RequestProbe probe = RequestProbe.of(post(server.url("/")));
      probe.request().write(sent);
      probe.request().end();
      probe.closed();
      assertThat(server.takeRequest().header("content-length")).isEqualTo("1048576");
      assertThat(probe.bytes()).isEqualTo(sent);
    }
  }

  @Test
  void n099_n100_n102_largeChunkedUploadIsComplete() throws Exception {
    try (TestServer server = echo()) {
      byte[] sent = random(1 << 20);
      RequestProbe probe = RequestProbe.of(post(server.url("/")));
      probe.request().chunkedEncoding(true);
      probe.request().write(sent);
      probe.request().end();
      probe.closed();
      assertThat(server.takeRequest().header("content-length")).isNull();
      assertThat(probe.bytes()).isEqualTo(sent);
    }
  }

  @Test
  void n103_otherSchemesAreRefusedAtOnce() {
    assertThatThrownBy(() -> valence.net().request("file:///etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ClientRequest only supports http: and https: protocols");
  }

  @Test
  void n222_startsAtEndOrAtTheFirstChunk() throws Exception {
    CompletableFuture<Void> firstChunk = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().equals("/chunked")) {
                exchange.bodyStream().read();
                firstChunk.complete(null);
              }
              exchange.respond(200, exchange.bodyText());
            })) {
      RequestProbe plain = RequestProbe.of(post(server.url("/plain")));
      plain.request().write("abc");
      RequestProbe chunked = RequestProbe.of(post(server.url("/chunked")));
      chunked.request().chunkedEncoding(true);
      chunked.request().write("abc");
      RequestProbe.get(firstChunk);
      assertThat(server.requests()).extracting(RecordedRequest::path).containsExactly("/chunked");
      chunked.request().end();
      plain.request().end();
      plain.closed();
      assertThat(plain.text()).isEqualTo("abc");
    }
  }

  @Test
  void n223_listenersAddedInTheSameTurnMissNothing() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      CompletableFuture<List<String>> heard = new CompletableFuture<>();
      valence
          .eventThread()
          .execute(
              () -> {
                ClientRequest request = valence.net().request(server.url("/"));
                request.end();
                RequestProbe probe = RequestProbe.of(request);
                request.on(ClientRequest.CLOSE, () -> heard.complete(probe.events()));
              });
      assertThat(RequestProbe.get(heard)).startsWith("finish", "response", "message end");
    }
  }

  @Test
  void writeAfterEndIsRefused() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      CompletableFuture<Void> checked = new CompletableFuture<>();
      RequestProbe probe = RequestProbe.withoutBody(valence.net().request(server.url("/")));
      probe.request().end();
      // The response is not read, so the request is not over.
      probe.response();
      assertThatThrownBy(() -> probe.request().write("x"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("write after end");
      assertThatThrownBy(() -> probe.request().end("x")).isInstanceOf(IllegalStateException.class);
      checked.complete(null);
    }
  }

  @Test
  void n294_endTakesTheLastChunkAndACallback() throws Exception {
    try (TestServer server = echo()) {
      RequestProbe probe = RequestProbe.of(post(server.url("/")));
      CompletableFuture<List<String>> finished = new CompletableFuture<>();
      probe.request().write("gr");
      ClientRequest same =
          probe
              .request()
              .end("üß", StandardCharsets.ISO_8859_1, () -> finished.complete(probe.events()));
      assertThat(same).isSameAs(probe.request());
      assertThat(RequestProbe.get(finished)).containsExactly("finish");
      probe.closed();
      assertThat(probe.bytes()).isEqualTo("grüß".getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void writeCallsBackWhenTheNetworkHasThePiece() throws Exception {
    try (TestServer server = echo()) {
      for (boolean chunked : new boolean[] {false, true}) {
        RequestProbe probe = RequestProbe.of(post(server.url("/")));
        probe.request().chunkedEncoding(chunked);
        CompletableFuture<Thread> called = new CompletableFuture<>();
        probe
            .request()
            .write("piece", StandardCharsets.UTF_8, () -> called.complete(Thread.currentThread()));
        assertThat(RequestProbe.get(called).getName()).isEqualTo("valence-events");
        probe.request().end();
        probe.closed();
        assertThat(probe.text()).isEqualTo("piece");
      }
    }
  }

  @Test
  void aFastWriterIsToldToWaitAndDrained() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.await(gate);
              exchange.respond(200, Integer.toString(exchange.body().length));
            })) {
      RequestProbe probe = RequestProbe.of(post(server.url("/")));
      probe.request().chunkedEncoding(true);
      CompletableFuture<Void> drained = new CompletableFuture<>();
      probe.request().on(ClientRequest.DRAIN, () -> drained.complete(null));
      long written = 0;
      boolean goOn = true;
      byte[] piece = new byte[32 << 10];
      while (goOn && written < 256L << 20) {
        goOn = probe.request().write(piece);
        written += piece.length;
      }
      assertThat(goOn).as("the writer was told to wait").isFalse();
      gate.complete(null);
      RequestProbe.get(drained);
      probe.request().end();
      probe.closed();
      assertThat(probe.text()).isEqualTo(Long.toString(written));
    }
  }

  @Test
  void aResponseWithoutAListenerFreesItsConnection() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.respond(200, "x".repeat(4096)))) {
      for (int i = 0; i < 10; i++) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        ClientRequest request = valence.net().request(server.url("/"));
        request.on(ClientRequest.CLOSE, () -> closed.complete(null));
        request.end();
        RequestProbe.get(closed);
      }
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }
}
