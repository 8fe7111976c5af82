package dev.valence.protocol;

import static dev.valence.protocol.ProtocolProbe.bypass;
import static dev.valence.protocol.ProtocolProbe.failure;
import static dev.valence.protocol.ProtocolProbe.get;
import static dev.valence.protocol.ProtocolProbe.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.fetch.AbortController;
import dev.valence.fetch.AbortException;
import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.request.ClientRequest;
import dev.valence.request.IncomingMessage;
import dev.valence.request.RequestOptions;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolHandleTest {
  private final ProtocolProbe probe = new ProtocolProbe();
  private final Protocol protocol = probe.protocol();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    probe.close();
  }

  // ---- Who is asked

  @Test
  void s422_aHandlerAnswersItsScheme() {
    protocol.handle("plain", request -> Response.ofText("hello " + request.url()));
    Response response = probe.fetch("plain://there");
    assertThat(response.status()).isEqualTo(200);
    assertThat(get(response.text())).isEqualTo("hello plain://there");
    assertThat(response.url()).isEqualTo("plain://there");
  }

  @Test
  void s423_unhandledThenUnknown() throws Exception {
    protocol.handle("plain", request -> Response.ofText("x"));
    probe.text("plain://x");
    protocol.unhandle("plain");
    assertThat(probe.failureOf("plain://x")).hasMessage("net::ERR_UNKNOWN_URL_SCHEME");
  }

  @Test
  void s150_aSchemeIsHandledInOneSessionOnly() throws Exception {
    Session custom = probe.valence.session().fromPartition("custom");
    custom.protocol().handle("only", request -> Response.ofText("here"));
    assertThat(custom.protocol().isProtocolHandled("only")).isTrue();
    assertThat(protocol.isProtocolHandled("only")).isFalse();
    assertThat(get(get(custom.fetch("only://x")).text())).isEqualTo("here");
    assertThat(probe.failureOf("only://x")).hasMessage("net::ERR_UNKNOWN_URL_SCHEME");
  }

  @Test
  void handlersOfAllSessionsAnswerInPresentAndFutureOnes() {
    Session before = probe.valence.session().fromPartition("before");
    probe.valence.session().protocol().handle("all", request -> Response.ofText("all"));
    Session after = probe.valence.session().fromPartition("after");
    after.protocol().handle("own", request -> Response.ofText("own"));
    assertThat(get(get(before.fetch("all://x")).text())).isEqualTo("all");
    assertThat(get(get(after.fetch("all://x")).text())).isEqualTo("all");
    assertThat(after.protocol().isProtocolHandled("all")).isTrue();

    after.protocol().handle("all", request -> Response.ofText("mine"));
    assertThat(get(get(after.fetch("all://x")).text())).isEqualTo("mine");
    after.protocol().unhandle("all");
    probe.valence.session().protocol().unhandle("all");
    assertThat(after.protocol().isProtocolHandled("all")).isFalse();
  }

  @Test
  void s477_unhandlingWhatIsNotHandledThrows() {
    assertThatThrownBy(() -> protocol.unhandle("nobody"))
        .hasMessage("Failed to unhandle protocol: nobody");
    assertThatThrownBy(() -> protocol.unhandle("http"))
        .hasMessage("Failed to unhandle protocol: http");
  }

  @Test
  void s478_builtInSchemesAreIntercepted() {
    assertThat(protocol.isProtocolHandled("https")).isFalse();
    protocol.handle("https", request -> Response.ofText("mine"));
    assertThat(protocol.isProtocolHandled("https")).isTrue();
    assertThat(protocol.isProtocolIntercepted("https")).isTrue();
    assertThat(protocol.isProtocolRegistered("https")).isFalse();
    assertThat(probe.text("https://nowhere.test/")).isEqualTo("mine");
    assertThat(probe.valence.protocol()).isSameAs(protocol);
    protocol.unhandle("https");
    assertThat(protocol.isProtocolHandled("https")).isFalse();
  }

  @Test
  void aSchemeHasOneHandler() {
    protocol.handle("plain", request -> Response.ofText("x"));
    assertThatThrownBy(() -> protocol.handle("plain", request -> Response.ofText("y")))
        .hasMessage("Failed to register protocol: plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "App", "app:", "1app", "a b", "ws", "data", "about"})
  void whatIsNoSchemeOfTheProgramIsRefused(String scheme) {
    assertThatThrownBy(() -> protocol.handle(scheme, request -> Response.error()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(scheme);
  }

  // ---- What the handler sees

  @ParameterizedTest
  @ValueSource(strings = {"loose://foo/", "loose:///foo", "loose://"})
  void s430_s431_urlsOfOtherSchemesStayAsTheyAre(String url) {
    protocol.handle("loose", request -> Response.ofText(request.url()));
    assertThat(probe.text(url)).isEqualTo(url);
  }

  @Test
  void s435_n207_aHandlerOfHttpSeesNormalizedUrls() {
    protocol.handle("http", request -> Response.ofText(request.url()));
    assertThat(probe.text("http://foo")).isEqualTo("http://foo/");
  }

  @Test
  void theHandlerSeesMethodHeadersAndOrigin() {
    protocol.handle(
        "plain",
        request ->
            Response.ofText(
                String.join(
                    " ",
                    request.method(),
                    request.headers().get("X-One"),
                    request.initiatorOrigin(),
                    String.valueOf(request.hasBody()))));
    RequestInit init =
        RequestInit.builder()
            .method("PUT")
            .header("x-one", "1")
            .header("Origin", "https://app.example")
            .build();
    assertThat(probe.text("plain://x", init)).isEqualTo("PUT 1 https://app.example false");
  }

  @Test
  void s457_n213_bodiesCanBeRead() {
    protocol.handleAsync("plain", request -> request.text().thenApply(Response::ofText));
    assertThat(probe.text("plain://x", post("hello"))).isEqualTo("hello");
    assertThat(probe.text("plain://x")).isEmpty();
  }

  @Test
  void aBodyIsReadOnce() throws Exception {
    CompletableFuture<Throwable> second = new CompletableFuture<>();
    protocol.handleAsync(
        "plain",
        request -> {
          CompletableFuture<String> first = request.text();
          request.text().whenComplete((text, failure) -> second.complete(failure));
          return first.thenApply(Response::ofText);
        });
    assertThat(probe.text("plain://x", post("hello"))).isEqualTo("hello");
    assertThat(get(second)).hasMessageContaining("read already");
  }

  @Test
  void s458_s462_aLongStreamIsEchoedWhileItComes() {
    byte[] long1 = new byte[3 << 20];
    Arrays.fill(long1, (byte) 'x');
    protocol.handle("plain", request -> Response.ofStream(request.body()));
    RequestInit init =
        RequestInit.builder()
            .method("POST")
            .body(Body.ofInputStream(new ByteArrayInputStream(long1)))
            .build();
    assertThat(get(probe.fetch("plain://x", init).bytes())).isEqualTo(long1);
  }

  // ---- What it answers

  @Test
  void s427_bytes() {
    protocol.handle("plain", request -> Response.ofBytes(new byte[] {104, 105}, "text/x"));
    Response response = probe.fetch("plain://x");
    assertThat(response.headers().get("content-type")).isEqualTo("text/x");
    assertThat(response.headers().get("content-length")).isEqualTo("2");
    assertThat(get(response.text())).isEqualTo("hi");
  }

  @Test
  void s443_aStatusWithoutABody() {
    protocol.handle("plain", request -> Response.builder().status(201).statusText("Made").build());
    Response response = probe.fetch("plain://x");
    assertThat(response.status()).isEqualTo(201);
    assertThat(response.statusText()).isEqualTo("Made");
    assertThat(get(response.bytes())).isEmpty();
  }

  @Test
  void headHasNoBody() {
    protocol.handle("plain", request -> Response.ofText("hello"));
    Response response = probe.fetch("plain://x", RequestInit.builder().method("HEAD").build());
    assertThat(response.headers().get("content-length")).isEqualTo("5");
    assertThat(get(response.text())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "statusText", "headers"})
  void s437_s438_s439_aMalformedResponseIsAMistake(String part) throws Exception {
    protocol.handle("plain", request -> malformed(part));
    assertThat(probe.failureOf("plain://x")).hasMessage("net::ERR_UNEXPECTED");
  }

  private static Response malformed(String part) {
    return (Response)
        Proxy.newProxyInstance(
            Response.class.getClassLoader(),
            new Class<?>[] {Response.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "status" -> part.equals("status") ? 1 : 200;
                  case "statusText" -> part.equals("statusText") ? "a\r\nb" : "";
                  case "headers" -> part.equals("headers") ? null : new Headers();
                  default -> null;
                });
  }

  @Test
  void s441_aHandlerThatThrowsFailsItsRequest() throws Exception {
    protocol.handle(
        "plain",
        request -> {
          throw new IllegalStateException("a mistake");
        });
    Throwable failure = probe.failureOf("plain://x");
    assertThat(failure).hasMessage("net::ERR_UNEXPECTED");
    assertThat(failure).hasRootCauseMessage("a mistake");
  }

  @Test
  void s442_aFailedFutureFailsTheRequest() throws Exception {
    protocol.handleAsync(
        "plain", request -> CompletableFuture.failedFuture(new IOException("a mistake")));
    assertThat(probe.failureOf("plain://x")).hasMessage("net::ERR_UNEXPECTED");
  }

  @Test
  void aNetExceptionReachesTheAskerAsItIs() throws Exception {
    protocol.handle(
        "plain",
        request -> {
          throw new NetException(NetError.ACCESS_DENIED);
        });
    assertThat(probe.failureOf("plain://x")).hasMessage("net::ERR_ACCESS_DENIED");
  }

  @Test
  void noResponseIsAMistakeAndAnErrorResponseAFailure() throws Exception {
    protocol.handle("none", request -> null);
    protocol.handleAsync("nostage", request -> null);
    protocol.handle("error", request -> Response.error());
    assertThat(probe.failureOf("none://x")).hasMessage("net::ERR_UNEXPECTED");
    assertThat(probe.failureOf("nostage://x")).hasMessage("net::ERR_UNEXPECTED");
    assertThat(probe.failureOf("error://x")).hasMessage("net::ERR_FAILED");
  }

  @Test
  void aResponseAnswersOnce() throws Exception {
    Response same =
        Response.ofStream(new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8)));
    protocol.handle("plain", request -> same);
    assertThat(probe.text("plain://x")).isEqualTo("once");
    assertThat(probe.failureOf("plain://x")).hasMessage("net::ERR_UNEXPECTED");
  }

  // ---- Cancelled, late, broken, lying

  @Test
  void s429_anEndlessBodyEndsWithItsAsker() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    protocol.handle("plain", request -> Response.ofStream(new Endless(closed)));
    AbortController abort = new AbortController();
    Response response =
        probe.fetch("plain://x", RequestInit.builder().signal(abort.signal()).build());
    CompletableFuture<byte[]> reading = response.bytes();
    abort.abort();
    assertThat(failure(reading))
        .isInstanceOf(AbortException.class)
        .hasMessage("This operation was aborted");
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static final class Endless extends InputStream {
    private final CountDownLatch closed;

    Endless(CountDownLatch closed) {
      this.closed = closed;
    }

    @Override
    public int read() {
      return 'x';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return Math.min(length, 4096);
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void aReaderThatStopsStopsTheHandlersStream() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Counting source = new Counting(new Endless(closed));
    protocol.handle("plain", request -> Response.ofStream(source));
    Response response = probe.fetch("plain://x");
    try (InputStream body = response.inputStream()) {
      assertThat(body.readNBytes(100)).hasSize(100);
      protocol.handle("other", request -> Response.ofText("x"));
      for (int i = 0; i < 50; i++) {
        probe.text("other://x");
      }
      assertThat(source.read).isLessThan(4 << 20);
    }
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static final class Counting extends InputStream {
    private final InputStream from;
    volatile long read;

    Counting(InputStream from) {
      this.from = from;
    }

    @Override
    public int read() throws IOException {
      return from.read();
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
      int got = from.read(into, offset, length);
      read += got;
      return got;
    }

    @Override
    public void close() throws IOException {
      from.close();
    }
  }

  /** On a busy machine the limit may run out before the handler is called: then once more. */
  private void fetchWithShortLimit(String url, CountDownLatch called) throws Exception {
    RequestInit init =
        RequestInit.builder()
            .timeouts(Timeouts.DEFAULT.withResponseHeaders(Duration.ofMillis(50)))
            .build();
    do {
      assertThat(failure(probe.session().fetch(url, init))).hasMessage("net::ERR_TIMED_OUT");
    } while (called.getCount() > 0);
  }

  @Test
  void aHandlerThatNeverAnswersIsGivenUpByATimeLimit() throws Exception {
    CompletableFuture<Response> never = new CompletableFuture<>();
    CountDownLatch called = new CountDownLatch(1);
    protocol.handleAsync(
        "plain",
        request -> {
          called.countDown();
          return never;
        });
    fetchWithShortLimit("plain://x", called);
    assertThat(failure(never)).isInstanceOf(CancellationException.class);
  }

  @Test
  void aHandlerHearsThatItsAskerHasGone() throws Exception {
    CompletableFuture<Throwable> heard = new CompletableFuture<>();
    CompletableFuture<Response> never = new CompletableFuture<>();
    CountDownLatch called = new CountDownLatch(1);
    protocol.handleAsync(
        "plain",
        request -> {
          request.signal().onAbort(() -> heard.complete(request.signal().reason()));
          called.countDown();
          return never;
        });
    CompletableFuture<Response> fetch = probe.session().fetch("plain://x");
    assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
    fetch.cancel(true);
    assertThat(get(heard)).hasMessage("net::ERR_ABORTED");
  }

  @Test
  void s465_theBodyOfAnAskerThatHasGoneBreaksOff() throws Exception {
    CompletableFuture<byte[]> reading = new CompletableFuture<>();
    CountDownLatch called = new CountDownLatch(1);
    protocol.handleAsync(
        "plain",
        request -> {
          request
              .bytes()
              .whenComplete(
                  (bytes, failure) -> {
                    if (failure == null) {
                      reading.complete(bytes);
                    } else {
                      reading.completeExceptionally(failure);
                    }
                  });
          called.countDown();
          return new CompletableFuture<>();
        });
    CountDownLatch closed = new CountDownLatch(1);
    RequestInit init = RequestInit.builder().method("POST").body(new Endless(closed)).build();
    CompletableFuture<Response> fetch = probe.session().fetch("plain://x", init);
    assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
    fetch.cancel(true);
    assertThat(failure(reading)).hasMessage("net::ERR_FAILED");
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aLateAnswerIsClosed() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    CompletableFuture<Response> late =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            // Does not listen, and answers nevertheless.
            return complete(Response.ofStream(new Endless(closed)));
          }
        };
    CountDownLatch called = new CountDownLatch(1);
    protocol.handleAsync(
        "plain",
        request -> {
          called.countDown();
          return late;
        });
    fetchWithShortLimit("plain://x", called);
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aBodyThatStopsHalfwayBreaksTheResponse() throws Exception {
    protocol.handle("plain", request -> Response.ofStream(new Broken()));
    Throwable failure = failure(probe.fetch("plain://x").bytes());
    assertThat(failure).hasMessage("net::ERR_FAILED").hasRootCauseMessage("gone");
  }

  private static final class Broken extends InputStream {
    private int left = 10;

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException("gone");
      }
      return 'x';
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      into[offset] = (byte) read();
      return 1;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "10"})
  void aBodyThatLiesAboutItsLengthBreaksTheResponse(String stated) throws Exception {
    protocol.handle(
        "plain",
        request ->
            Response.builder()
                .header("Content-Length", stated)
                .body(Body.ofInputStream(new ByteArrayInputStream(new byte[5])))
                .build());
    assertThat(failure(probe.fetch("plain://x").bytes()))
        .hasMessage("net::ERR_CONTENT_LENGTH_MISMATCH");
  }

  @Test
  void theEndOfTheValenceEndsWhatWaits() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    protocol.handleAsync(
        "plain",
        request -> {
          called.countDown();
          return new CompletableFuture<>();
        });
    CompletableFuture<Response> fetch = probe.session().fetch("plain://x");
    assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
    probe.close();
    assertThat(failure(fetch)).hasMessage("net::ERR_CONTEXT_SHUT_DOWN");
  }

  // ---- Forwarding

  @Test
  void s445_s446_forwardedWithHeaders() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "there"))) {
      protocol.handleAsync(
          "plain",
          request ->
              probe
                  .session()
                  .fetch(
                      server.url("/to"), RequestInit.builder().headers(request.headers()).build()));
      RequestInit init = RequestInit.builder().header("X-One", "1").build();
      assertThat(probe.text("plain://x", init)).isEqualTo("there");
      assertThat(server.takeRequest().header("x-one")).isEqualTo("1");
    }
  }

  @Test
  void s447_n205_forwardedToAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("a b.txt"), "in a file");
    String url = file.toUri().toString();
    assertThat(probe.fetch(url).ok()).isTrue();
    assertThat(probe.text(url)).isEqualTo("in a file");
    protocol.handleAsync("plain", request -> probe.session().fetch(url));
    assertThat(probe.text("plain://x")).isEqualTo("in a file");
  }

  @Test
  void filesThatAreNotThere() throws Exception {
    assertThat(probe.failureOf(folder.resolve("none").toUri().toString()))
        .hasMessage("net::ERR_FILE_NOT_FOUND");
    assertThat(probe.failureOf(folder.toUri().toString())).hasMessage("net::ERR_FILE_NOT_FOUND");
    assertThat(probe.failureOf("file://elsewhere/x")).hasMessage("net::ERR_FILE_NOT_FOUND");
    assertThat(failure(probe.session().fetch("file:///x", post("x"))))
        .hasMessage("net::ERR_METHOD_NOT_SUPPORTED");
  }

  @Test
  void s425_s466_aHandlerOfFilesAndPastIt() throws Exception {
    Path file = Files.writeString(folder.resolve("f.txt"), "file");
    protocol.handle("file", request -> Response.ofText(request.url()));
    String url = file.toUri().toString();
    assertThat(probe.text(url)).isEqualTo(url);
    assertThat(probe.text(url, bypass())).isEqualTo("file");
  }

  @Test
  void s449_upstreamBodies() throws Exception {
    byte[] large = new byte[2 << 20];
    Arrays.fill(large, (byte) 'l');
    try (TestServer server =
        TestServer.start(
            exchange -> {
              switch (exchange.path()) {
                case "/small" -> exchange.respond(200, "small");
                case "/none" -> exchange.reply(204).empty();
                default -> exchange.reply(200).bytes(large);
              }
            })) {
      protocol.handleAsync(
          "plain",
          request ->
              probe
                  .session()
                  .fetch(server.url(request.url().substring("plain://x".length())))
                  .thenCompose(
                      response -> {
                        // What is on its way arrives first, as far as it fits.
                        return probe
                            .session()
                            .fetch(server.url("/small"))
                            .thenCompose(Response::text)
                            .thenApply(unused -> response);
                      }));
      assertThat(probe.text("plain://x/small")).isEqualTo("small");
      Response none = probe.fetch("plain://x/none");
      assertThat(none.status()).isEqualTo(204);
      assertThat(get(none.bytes())).isEmpty();
      assertThat(get(probe.fetch("plain://x/large").bytes())).isEqualTo(large);
    }
  }

  @Test
  void s450_aCompressedBodyOfUpstreamIsDecodedOnce() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("unpacked".getBytes(StandardCharsets.UTF_8));
    }
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("Content-Encoding", "gzip")
                    .bytes(packed.toByteArray()))) {
      protocol.handleAsync("plain", request -> probe.session().fetch(server.url("/")));
      assertThat(probe.text("plain://x")).isEqualTo("unpacked");
    }
  }

  @Test
  void s451_slowChunksOfUpstreamArriveInOrder() throws Exception {
    List<CompletableFuture<Void>> gates = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      gates.add(new CompletableFuture<>());
    }
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody out = exchange.reply(200).chunked()) {
                for (int i = 0; i < gates.size(); i++) {
                  out.await(gates.get(i));
                  byte[] chunk = ("chunk " + i + ";").getBytes(StandardCharsets.UTF_8);
                  out.write(chunk, 0, chunk.length);
                }
              }
            })) {
      protocol.handleAsync("plain", request -> probe.session().fetch(server.url("/")));
      try (InputStream body = probe.fetch("plain://x").inputStream()) {
        for (int i = 0; i < gates.size(); i++) {
          gates.get(i).complete(null);
          assertThat(body.readNBytes(8))
              .asString(StandardCharsets.UTF_8)
              .isEqualTo("chunk " + i + ";");
        }
        assertThat(body.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void s453_aHeaderIsChanged() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "body"))) {
      protocol.handleAsync(
          "plain",
          request ->
              probe
                  .session()
                  .fetch(server.url("/"))
                  .thenApply(response -> Response.from(response).header("X-New", "1").build()));
      Response response = probe.fetch("plain://x");
      assertThat(response.headers().get("x-new")).isEqualTo("1");
      assertThat(get(response.text())).isEqualTo("body");
    }
  }

  @Test
  void s454_clonedWrappedOrReadBodiesAreWhole() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "body"))) {
      protocol.handleAsync(
          "plain",
          request -> {
            CompletableFuture<Response> fetched = probe.session().fetch(server.url("/"));
            return switch (request.url()) {
              case "plain://clone" -> fetched.thenApply(Response::clone);
              case "plain://wrapped" ->
                  fetched.thenApply(response -> Response.ofStream(response.body()));
              default -> fetched.thenCompose(Response::text).thenApply(Response::ofText);
            };
          });
      assertThat(probe.text("plain://clone")).isEqualTo("body");
      assertThat(probe.text("plain://wrapped")).isEqualTo("body");
      assertThat(probe.text("plain://read")).isEqualTo("body");
    }
  }

  @Test
  void s455_anAskerThatGoesMidwayHarmsNobody() throws Exception {
    protocol.handle("plain", request -> Response.ofStream(new Endless(new CountDownLatch(1))));
    for (int i = 0; i < 3; i++) {
      try (InputStream body = probe.fetch("plain://x").inputStream()) {
        assertThat(body.readNBytes(1000)).hasSize(1000);
      }
    }
  }

  @Test
  void s466_s467_pastTheHandlerToTheServer() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "real"))) {
      protocol.handle("http", request -> Response.ofText("mine"));
      assertThat(probe.text(server.url("/"))).isEqualTo("mine");
      assertThat(probe.text(server.url("/"), bypass())).isEqualTo("real");

      CompletableFuture<String> body = new CompletableFuture<>();
      probe
          .valence
          .net()
          .request(
              RequestOptions.builder()
                  .url(server.url("/"))
                  .bypassCustomProtocolHandlers(true)
                  .build())
          .on(
              ClientRequest.RESPONSE,
              message ->
                  message.on(
                      IncomingMessage.DATA,
                      chunk -> body.complete(message.statusCode() + text(chunk))))
          .end();
      assertThat(get(body)).isEqualTo("200real");
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  @Test
  void s469_theHandlerForwardsItsOwnRequestPastItself() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.reply(200).bytes(exchange.body()))) {
      protocol.handleAsync("http", request -> probe.session().fetch(request.toRequest(), bypass()));
      assertThat(probe.text(server.url("/"), post("through"))).isEqualTo("through");
    }
  }

  @Test
  void whatTheCacheHasDoesNotPassAHandlerBy() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange.reply(200).header("Cache-Control", "max-age=100").text("cached"))) {
      String url = server.url("/");
      assertThat(probe.text(url)).isEqualTo("cached");
      assertThat(probe.text(url)).isEqualTo("cached");
      protocol.handle("http", request -> Response.ofText("mine"));
      assertThat(probe.text(url)).isEqualTo("mine");
      assertThat(probe.text(url, bypass())).isEqualTo("cached");
      protocol.unhandle("http");
      assertThat(probe.text(url)).isEqualTo("cached");
    }
  }

  // ---- Redirects

  @Test
  void n209_n210_handlersMayRedirectToOtherSchemes() {
    protocol.handle("custom", request -> Response.ofText(request.url()));
    protocol.handle("file", request -> redirect("custom://bar"));
    protocol.handle("http", request -> redirect("custom://bar"));
    assertThat(probe.text("file://foo")).isEqualTo("custom://bar");
    Response response = probe.fetch("http://foo");
    assertThat(get(response.text())).isEqualTo("custom://bar");
    assertThat(response.urlList()).containsExactly("http://foo/", "custom://bar");
  }

  private static Response redirect(String to) {
    return Response.redirect(to, 302);
  }

  @Test
  void n211_filesMayRedirectToFiles() {
    protocol.handle(
        "file",
        request ->
            request.url().equals("file:///redirect")
                ? redirect("file:///target")
                : Response.ofText(request.url()));
    assertThat(probe.text("file:///redirect")).isEqualTo("file:///target");
  }

  @Test
  void handlersOfOtherSchemesMayNotRedirectToFiles() throws Exception {
    protocol.handle("http", request -> redirect("file:///etc/passwd"));
    assertThat(probe.failureOf("http://foo")).hasMessage("net::ERR_UNSAFE_REDIRECT");
  }

  @Test
  void aServerMayNotRedirectToAHandler() throws Exception {
    protocol.handle("custom", request -> Response.ofText("secret"));
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(302).header("Location", "custom://bar").empty())) {
      assertThat(probe.failureOf(server.url("/"))).hasMessage("net::ERR_UNKNOWN_URL_SCHEME");
    }
  }

  @Test
  void n213_aBodyGoesAlongWithARedirect() {
    protocol.handleAsync(
        "plain",
        request ->
            request.url().endsWith("marker")
                ? CompletableFuture.completedFuture(Response.redirect("plain://to", 307))
                : request.text().thenApply(Response::ofText));
    assertThat(probe.text("plain://marker", post("carried"))).isEqualTo("carried");
  }

  // ---- Others

  @Test
  void n206_aSchemeThatNobodyRegisteredIsReadAsItStands() {
    assertThat(
            protocol.registerStringProtocol(
                "electron-test", (request, callback) -> callback.respond(request.url())))
        .isTrue();
    assertThat(probe.text("electron-test://foo")).isEqualTo("electron-test://foo");
  }

  @Test
  void dataAndBlobAreNotFetched() throws Exception {
    assertThat(probe.failureOf("data:text/plain,x")).hasMessageContaining("data:");
  }

  @Test
  void cookiesAndStrictTransportSecurityDoNotTouchWhatIsHandled() {
    get(
        probe
            .session()
            .cookies()
            .set(CookieDetails.builder().url("http://foo/").name("a").value("b").build()));
    protocol.handle(
        "http", request -> Response.ofText(String.valueOf(request.headers().get("cookie"))));
    assertThat(probe.text("http://foo/")).isEqualTo("null");
  }
}
