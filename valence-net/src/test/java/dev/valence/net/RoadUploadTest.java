package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.http.HeaderList;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.TestServer;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Request bodies: framing, expectations, early answers, readers that fail or dawdle. */
class RoadUploadTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final RoadClient client = RoadClient.start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  private static TestServer echo() throws IOException {
    return TestServer.start(exchange -> exchange.reply(200).bytes(exchange.body()));
  }

  private RoadCall post(String url, RequestBody body) {
    return client.start(url, r -> r.method("POST").body(body));
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aBodyOfKnownLength() throws Exception {
    try (TestServer server = echo()) {
      for (int size : new int[] {0, 1, 1000, 128 * 1024, 1 << 20, 5_000_001}) {
        byte[] bytes = noise(size);
        TestBody body = TestBody.of(bytes);
        RoadCall call = post(server.url("/"), body);

        assertThat(call.bytes()).isEqualTo(bytes);
        assertThat(server.takeRequest())
            .satisfies(
                request -> {
                  assertThat(request.header("content-length")).isEqualTo("" + size);
                  assertThat(request.header("transfer-encoding")).isNull();
                });
        assertThat(body.opened()).isEqualTo(1);
        assertThat(body.closed()).isEqualTo(1);
        if (size > 0) {
          assertThat(call.progress()).isSorted().last().isEqualTo((long) size);
        }
      }
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void aBodyInChunksWithTrailers() throws Exception {
    CompletableFuture<String> trailer = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              byte[] body = exchange.body();
              trailer.complete(exchange.requestTrailers().first("x-sum"));
              exchange.reply(200).bytes(body);
            })) {
      byte[] bytes = noise(300_000);
      RoadCall call =
          client.start(
              server.url("/"),
              r ->
                  r.method("PUT")
                      .chunked(true)
                      .body(TestBody.of(bytes).withTrailers(HeaderList.of("X-Sum", "42"))));

      assertThat(call.bytes()).isEqualTo(bytes);
      assertThat(trailer.get(20, TimeUnit.SECONDS)).isEqualTo("42");
      assertThat(server.takeRequest())
          .satisfies(
              request -> {
                assertThat(request.header("content-length")).isNull();
                assertThat(request.header("transfer-encoding")).isEqualTo("chunked");
              });
    }
  }

  @Test
  void aGetMayCarryABody() throws Exception {
    try (TestServer server = echo()) {
      assertThat(client.start(server.url("/"), r -> r.body(TestBody.of("got"))).text())
          .isEqualTo("got");
    }
  }

  @Test
  void theBodyWaitsForContinue() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              assertThat(connection.input().available()).isZero();
              connection.write("HTTP/1.1 100 Continue\r\n\r\n");
              connection.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + new String(connection.read(4)));
            })) {
      RoadCall call =
          client.start(
              server.url("/"),
              r ->
                  r.method("POST")
                      .headers(HeaderList.of("Expect", "100-continue"))
                      .body(TestBody.of("data")));

      assertThat(call.text()).isEqualTo("data");
      assertThat(call.informational()).isEmpty();
      assertThat(server.failures()).isEmpty();
    }
  }

  @Test
  void aFinalAnswerInsteadOfContinueSparesTheBody() throws Exception {
    TestBody body = TestBody.of("data");
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno");
              assertThat(connection.readToEnd()).isEmpty();
            })) {
      RoadCall call =
          client.start(
              server.url("/"),
              r -> r.method("POST").headers(HeaderList.of("Expect", "100-continue")).body(body));

      assertThat(call.text()).isEqualTo("no");
      assertThat(call.progress()).isEmpty();
      RoadCall.join(server.takeConnection().closed());
      assertThat(server.failures()).isEmpty();
      assertThat(body.closed()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatIgnoresTheExpectationGetsTheBodyAfterASecond() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + new String(connection.read(4)));
            })) {
      long start = System.nanoTime();
      RoadCall call =
          client.start(
              server.url("/"),
              r ->
                  r.method("POST")
                      .headers(HeaderList.of("Expect", "100-continue"))
                      .body(TestBody.of("data")));

      assertThat(call.text()).isEqualTo("data");
      assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    }
  }

  @Test
  void anEarlyAnswerEndsTheUpload() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    TestBody body = TestBody.of(new byte[20 << 20]);
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
              connection.await(gate);
              connection.staySilent();
            })) {
      RoadCall call = post(server.url("/"), body);

      assertThat(call.text()).isEqualTo("big");
      assertThat(call.head().status()).isEqualTo(413);
      gate.complete(null);
      RoadCall.join(server.takeConnection().closed());
      assertThat(body.closed()).isEqualTo(1);
    }
  }

  @Test
  void anEarlyAnswerIsReadThoughTheServerTakesNoMore() throws Exception {
    // The server answers and closes with most of the upload unread: a reset follows its answer.
    for (int i = 0; i < 20; i++) {
      try (RawServer server =
          RawServer.start(
              connection -> {
                connection.readHead();
                connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
                connection.shutdownOutput();
                connection.read(2 << 20);
              })) {
        RoadCall call = post(server.url("/"), TestBody.of(new byte[30 << 20]));

        assertThat(call.text()).isEqualTo("big");
      }
    }
  }

  @Test
  void n079_aServerThatGoesAwayDuringTheUploadIsAReset() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.reset();
            })) {
      assertThat(post(server.url("/"), TestBody.of(new byte[8 << 20])).failure().getMessage())
          .isIn("net::ERR_FAILED", "net::ERR_CONNECTION_RESET", "net::ERR_CONNECTION_ABORTED");
    }
  }

  @Test
  void aBodyOfAnotherLengthThanStatedFails() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> connection.input().transferTo(OutputStream.nullOutputStream()))) {
      TestBody tooLong = TestBody.of("too long").withLength(3);
      TestBody tooShort = TestBody.of("short").withLength(30);

      assertThat(post(server.url("/"), tooLong).error()).isEqualTo(NetError.UPLOAD_FILE_CHANGED);
      assertThat(post(server.url("/"), tooShort).error()).isEqualTo(NetError.UPLOAD_FILE_CHANGED);
      RoadCall.join(server.takeConnection().closed());
      RoadCall.join(server.takeConnection().closed());
      assertThat(tooLong.closed()).isEqualTo(1);
      assertThat(tooShort.closed()).isEqualTo(1);
    }
  }

  @Test
  void aReaderThatFailsEndsTheRequestWithItsFailure() throws Exception {
    NetException own = new NetException(NetError.FILE_NOT_FOUND);
    IOException other = new IOException("disk on fire");
    try (RawServer server =
        RawServer.start(
            connection -> connection.input().transferTo(OutputStream.nullOutputStream()))) {
      assertThat(post(server.url("/"), TestBody.of("x").withLength(5).failing(own)).failure())
          .isSameAs(own);
      assertThat(post(server.url("/"), TestBody.of("x").withLength(-1).failing(other)).failure())
          .hasMessage("net::ERR_FAILED")
          .hasCause(other);
    }
  }

  /** A body whose reader throws where it must answer. */
  private record Throwing(boolean whenOpened) implements RequestBody {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public boolean isReplayable() {
      return true;
    }

    @Override
    public UploadReader open() throws NetException {
      if (whenOpened) {
        throw new NetException(NetError.FILE_NOT_FOUND);
      }
      return new UploadReader() {
        @Override
        public void read(int maxBytes, Sink sink) {
          throw new IllegalStateException("a defect of the reader");
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void aReaderThatThrowsEndsTheRequest() throws Exception {
    try (TestServer server = echo()) {
      assertThat(post(server.url("/"), new Throwing(true)).error())
          .isEqualTo(NetError.FILE_NOT_FOUND);
      assertThat(post(server.url("/"), new Throwing(false)).failure())
          .hasMessage("net::ERR_FAILED")
          .hasRootCauseMessage("a defect of the reader");
      assertThat(post(server.url("/"), TestBody.of("still good")).text()).isEqualTo("still good");
    }
  }

  /** A body whose pieces the test hands over one by one, from its own thread. */
  private static final class ManualBody implements RequestBody, UploadReader {
    private final BlockingQueue<Sink> asked = new LinkedBlockingQueue<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final CompletableFuture<Void> whenClosed = new CompletableFuture<>();

    Sink takeAsked() throws InterruptedException {
      Sink sink = asked.poll(20, TimeUnit.SECONDS);
      assertThat(sink).as("nobody asks for a piece").isNotNull();
      return sink;
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public boolean isReplayable() {
      return false;
    }

    @Override
    public UploadReader open() {
      return this;
    }

    @Override
    public void read(int maxBytes, Sink sink) {
      asked.add(sink);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      whenClosed.complete(null);
    }
  }

  @Test
  void aSlowReaderAnswersFromItsOwnThread() throws Exception {
    ManualBody body = new ManualBody();
    try (TestServer server = echo()) {
      RoadCall call = post(server.url("/"), body);
      for (String piece : new String[] {"one ", "", "two ", "three"}) {
        body.takeAsked().onPiece(Unpooled.copiedBuffer(piece, StandardCharsets.UTF_8));
      }
      body.takeAsked().onEnd(new HeaderList());

      assertThat(call.text()).isEqualTo("one two three");
      assertThat(body.closed.get()).isEqualTo(1);
    }
  }

  @Test
  void aPieceThatComesAfterTheEndIsReleased() throws Exception {
    ManualBody body = new ManualBody();
    try (TestServer server = echo()) {
      RoadCall call = post(server.url("/"), body);
      UploadReader.Sink late = body.takeAsked();
      call.cancel();
      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      body.whenClosed.get(20, TimeUnit.SECONDS);
      late.onPiece(io.netty.buffer.ByteBufAllocator.DEFAULT.buffer(16).writeZero(16));
      client.settle();
      assertThat(body.closed.get()).isEqualTo(1);
    }
  }

  /** A body without end. */
  private static final class EndlessBody implements RequestBody, UploadReader {
    private final AtomicLong given = new AtomicLong();

    @Override
    public long length() {
      return -1;
    }

    @Override
    public boolean isReplayable() {
      return false;
    }

    @Override
    public UploadReader open() {
      return this;
    }

    @Override
    public void read(int maxBytes, Sink sink) {
      given.addAndGet(maxBytes);
      sink.onPiece(io.netty.buffer.ByteBufAllocator.DEFAULT.buffer(maxBytes).writeZero(maxBytes));
    }

    @Override
    public void close() {}
  }

  @Test
  void anUploadIsReadNoFasterThanTheServerTakesIt() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    EndlessBody body = new EndlessBody();
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.await(gate);
              connection.input().skipNBytes(96 << 20);
              connection.write(OK);
              connection.staySilent();
            })) {
      RoadCall call = post(server.url("/"), body);
      server.takeConnection();
      long last = -1;
      // Kernel buffers fill first; then nothing more is asked for.
      for (int quiet = 0; quiet < 5; ) {
        RoadCall.join(client.context().loop().schedule(() -> {}, 40, TimeUnit.MILLISECONDS));
        quiet = last == body.given.get() && last > 0 ? quiet + 1 : 0;
        last = body.given.get();
      }
      assertThat(last).isLessThan(64L << 20);
      gate.complete(null);

      assertThat(call.text()).isEqualTo("ok");
      assertThat(body.given.get()).isGreaterThan(96L << 20);
    }
  }
}
