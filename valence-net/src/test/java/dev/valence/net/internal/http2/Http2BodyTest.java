package dev.valence.net.internal.http2;

import static dev.valence.testkit.Http2Frames.DATA;
import static dev.valence.testkit.Http2Frames.END_STREAM;
import static dev.valence.testkit.Http2Frames.HEADERS;
import static dev.valence.testkit.Http2Frames.RST_STREAM;
import static dev.valence.testkit.Http2Frames.WINDOW_UPDATE;
import static dev.valence.testkit.Http2Frames.block;
import static dev.valence.testkit.Http2Frames.data;
import static dev.valence.testkit.Http2Frames.frame;
import static dev.valence.testkit.Http2Frames.headers;
import static dev.valence.testkit.Http2Frames.settings;
import static dev.valence.testkit.Http2Frames.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.TestBody;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.testkit.Http2Frames;
import dev.valence.testkit.RawHttp2Connection.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies in both directions and the windows that slow them down. */
@Timeout(60)
class Http2BodyTest {
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final byte[] KILOBYTES_16 = new byte[16 * 1024];
  private static final Http2Limits SMALL = Http2Limits.DEFAULT.withWindows(128 * 1024, 256 * 1024);

  @Test
  void aReaderThatReadsOpensBothWindows() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(SMALL)) {
      Outcome got = h2.start(EmbeddedHttp2.get("/"), new Outcome().forgetful());
      h2.sent();
      h2.server(headers(1, false, block(":status", "200")));
      long given = 128 * 1024;
      for (int i = 0; i < 100; i++) {
        assertThat(given).isGreaterThanOrEqualTo(16 * 1024);
        h2.server(data(1, false, KILOBYTES_16));
        given += increments(h2, 1) - 16 * 1024;
      }
      assertThat(got.received).isEqualTo(100 * 16 * 1024);
    }
  }

  @Test
  void aReaderThatStopsStopsTheServer() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(SMALL)) {
      Outcome got = h2.start(EmbeddedHttp2.get("/"), new Outcome().waiting().forgetful());
      h2.sent();
      h2.server(headers(1, false, block(":status", "200")));
      for (int i = 0; i < 8; i++) {
        h2.server(data(1, false, KILOBYTES_16));
      }
      assertThat(h2.sent(WINDOW_UPDATE)).isEmpty();
      got.read();
      h2.channel.runPendingTasks();
      assertThat(got.received).isEqualTo(8 * 16 * 1024);
      assertThat(increments(h2, 1)).isEqualTo(8 * 16 * 1024);
      h2.server(data(1, true, "end"));
      assertThat(got.told()).isEqualTo("200 | end");
    }
  }

  @Test
  void aServerThatDoesNotStopViolatesTheWindow() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(SMALL)) {
      Outcome got = h2.start(EmbeddedHttp2.get("/"), new Outcome().waiting().forgetful());
      h2.server(headers(1, false, block(":status", "200")));
      for (int i = 0; i < 9; i++) {
        h2.server(data(1, false, KILOBYTES_16));
      }
      got.read();
      assertThat(got.told()).isEqualTo("200 | HTTP2_FLOW_CONTROL_ERROR");
      assertThat(h2.sent(RST_STREAM)).extracting(Frame::errorCode).containsExactly(3);
    }
  }

  @Test
  void bodiesThatAreWholeButUnreadStillCountAgainstTheConnection() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(SMALL)) {
      Outcome[] all = new Outcome[4];
      long given = 256 * 1024;
      for (int i = 0; i < all.length; i++) {
        all[i] = h2.start(EmbeddedHttp2.get("/"), new Outcome().waiting().forgetful());
        int id = 2 * i + 1;
        h2.server(headers(id, false, block(":status", "200")));
        for (int k = 0; k < 8 && given >= 16 * 1024; k++) {
          h2.server(data(id, k == 7, KILOBYTES_16));
          given += increments(h2, 0) - 16 * 1024;
        }
      }
      // Netty gives back what a stream leaves at its end; at most once more than the window.
      assertThat(given).isLessThan(16 * 1024);
      // The test's buffers are twice as large as the frames in them.
      assertThat(h2.memory()).isLessThan(2 * 2 * 256 * 1024);
      long opened = 0;
      for (Outcome outcome : all) {
        if (outcome.body != null) {
          outcome.read();
          h2.channel.runPendingTasks();
          opened += increments(h2, 0);
        }
      }
      assertThat(opened).isGreaterThan(128 * 1024);
    }
  }

  @Test
  void anUnreadBodyThatIsCancelledOpensTheConnectionAgain() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(SMALL)) {
      for (int id = 1; id < 200; id += 2) {
        Outcome got = h2.start(EmbeddedHttp2.get("/"), new Outcome().waiting());
        h2.server(headers(id, false, block(":status", "200")));
        for (int k = 0; k < 4; k++) {
          h2.server(data(id, id % 4 == 1 && k == 3, KILOBYTES_16));
        }
        got.body.cancel();
        h2.channel.runPendingTasks();
        h2.sent();
      }
      assertThat(h2.memory()).isZero();
      assertThat(h2.connection.isAvailable()).isTrue();
    }
  }

  @Test
  void paddingIsGivenBack() {
    byte[] padded = new byte[1 + 5 + 200];
    padded[0] = (byte) 200;
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(SMALL)) {
      Outcome got = h2.start(EmbeddedHttp2.get("/"), new Outcome().forgetful());
      h2.server(headers(1, false, block(":status", "200")));
      for (int i = 0; i < 3000; i++) {
        h2.server(frame(DATA, Http2Frames.PADDED, 1, padded));
      }
      h2.server(data(1, true, ""));
      assertThat(got.received).isEqualTo(15_000);
      assertThat(got.told()).isEqualTo("200 | end");
    }
  }

  @Test
  void tinyPiecesThatWaitCostLittleMoreThanTheirBytes() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.start(EmbeddedHttp2.get("/"), new Outcome().waiting().forgetful());
      h2.server(headers(1, false, block(":status", "200")));
      byte[][] thousand = new byte[1000][];
      Arrays.fill(thousand, data(1, false, "x"));
      for (int i = 0; i < 100; i++) {
        h2.server(thousand);
      }
      assertThat(h2.memory()).isLessThan(1 << 20);
      got.read();
      assertThat(got.received).isEqualTo(100_000);
    }
  }

  @Test
  void anUploadStatesItsLengthAndEndsItsStream() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      TestBody body = TestBody.of("hello");
      Outcome got = h2.start(EmbeddedHttp2.post(body));
      List<Frame> sent = h2.sent();
      assertThat(h2.fields(sent)).contains(":method: POST", "content-length: 5");
      assertThat(sent.get(0).has(END_STREAM)).isFalse();
      assertThat(bytes(sent)).isEqualTo(5);
      assertThat(sent.get(sent.size() - 1).has(END_STREAM)).isTrue();
      h2.answer(1, "ok");
      assertThat(got.told()).isEqualTo("200 | ok | end");
      assertThat(got.uploaded).isEqualTo(5);
      assertThat(body.closed()).isEqualTo(1);
      assertThat(h2.connection.activeExchanges()).isZero();
    }
  }

  @Test
  void anUploadOfUnknownLengthStatesNone() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.start(EmbeddedHttp2.post(TestBody.of("hello").withLength(-1)));
      List<Frame> sent = h2.sent();
      assertThat(h2.fields(sent)).noneMatch(line -> line.startsWith("content-length"));
      assertThat(bytes(sent)).isEqualTo(5);
    }
  }

  @Test
  void aPostWithoutBodyStatesZero() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.start(EmbeddedHttp2.request("POST", "/", new HeaderList(), null, Timeouts.DEFAULT));
      List<Frame> sent = h2.sent();
      assertThat(h2.fields(sent)).contains("content-length: 0");
      assertThat(sent.get(0).has(END_STREAM)).isTrue();
    }
  }

  @Test
  void trailersFollowTheBody() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.start(EmbeddedHttp2.post(TestBody.of("hi").withTrailers(HeaderList.of("X-Sum", "7"))));
      List<Frame> sent = h2.sent();
      Frame last = sent.get(sent.size() - 1);
      assertThat(last.type()).isEqualTo(HEADERS);
      assertThat(last.has(END_STREAM)).isTrue();
      h2.fields(sent.subList(0, 1));
      assertThat(h2.fields(List.of(last))).containsExactly("x-sum: 7");
    }
  }

  @Test
  void anUploadWaitsForTheServersWindowWithLittleInMemory() {
    byte[] big = new byte[4 << 20];
    try (EmbeddedHttp2 h2 =
        EmbeddedHttp2.open(Http2Limits.DEFAULT, settings(INITIAL_WINDOW_SIZE, 1 << 16))) {
      TestBody body = TestBody.of(big);
      Outcome got = h2.start(EmbeddedHttp2.post(body));
      long arrived = bytes(h2.sent());
      assertThat(arrived).isEqualTo(65_535);
      assertThat(got.uploaded).isLessThanOrEqualTo(512 * 1024);
      long most = 0;
      while (arrived < big.length) {
        h2.server(windowUpdate(0, 1 << 16), windowUpdate(1, 1 << 16));
        long more = bytes(h2.sent());
        assertThat(more).isPositive();
        arrived += more;
        most = Math.max(most, got.uploaded - arrived);
      }
      assertThat(arrived).isEqualTo(big.length);
      assertThat(most).isLessThanOrEqualTo(512 * 1024);
      h2.answer(1, "");
      assertThat(got.told()).isEqualTo("200 | end");
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheUploadEndsIt() {
    try (EmbeddedHttp2 h2 =
        EmbeddedHttp2.open(Http2Limits.DEFAULT, settings(INITIAL_WINDOW_SIZE, 100))) {
      TestBody body = TestBody.of(new byte[1 << 20]);
      Outcome got = h2.start(EmbeddedHttp2.post(body));
      h2.sent();
      h2.server(headers(1, false, block(":status", "413")), data(1, true, "too big"));
      assertThat(got.told()).isEqualTo("413 | too big | end");
      assertThat(h2.sent(RST_STREAM)).extracting(Frame::errorCode).containsExactly(8);
      assertThat(body.closed()).isEqualTo(1);
      assertThat(h2.connection.activeExchanges()).isZero();
      assertThat(h2.connection.isAvailable()).isTrue();
    }
  }

  @Test
  void aResetOfTheUploadEndsIt() {
    try (EmbeddedHttp2 h2 =
        EmbeddedHttp2.open(Http2Limits.DEFAULT, settings(INITIAL_WINDOW_SIZE, 100))) {
      TestBody body = TestBody.of(new byte[1 << 20]);
      Outcome got = h2.start(EmbeddedHttp2.post(body));
      h2.sent();
      h2.server(Http2Frames.rstStream(1, 7));
      assertThat(got.told()).isEqualTo("HTTP2_SERVER_REFUSED_STREAM untouched");
      assertThat(body.closed()).isEqualTo(1);
      assertThat(h2.sent(RST_STREAM)).isEmpty();
    }
  }

  @Test
  void aBodyThatFailsCancelsTheRequest() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got =
          h2.start(
              EmbeddedHttp2.post(
                  TestBody.of("ab").withLength(-1).failing(new IllegalStateException("disk"))));
      assertThat(got.error.error()).isEqualTo(NetError.FAILED);
      assertThat(h2.sent(RST_STREAM)).extracting(Frame::errorCode).containsExactly(8);
    }
  }

  @Test
  void aBodyOfAnotherLengthThanStatedCancelsTheRequest() {
    for (long stated : new long[] {1, 3}) {
      try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
        Outcome got = h2.start(EmbeddedHttp2.post(TestBody.of("ab").withLength(stated)));
        assertThat(got.error.error()).isEqualTo(NetError.UPLOAD_FILE_CHANGED);
        assertThat(h2.sent(RST_STREAM)).hasSize(1);
      }
    }
  }

  @Test
  void aBodyThatWaitsForContinueGoesOnWithIt() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.start(expecting(TestBody.of("body")));
      assertThat(h2.sent()).extracting(Frame::type).containsExactly(HEADERS);
      h2.server(headers(1, false, block(":status", "100")));
      assertThat(bytes(h2.sent())).isEqualTo(4);
      h2.answer(1, "ok");
      assertThat(got.told()).isEqualTo("200 | ok | end");
    }
  }

  @Test
  void aBodyThatWaitsForContinueDoesNotWaitForEver() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.start(expecting(TestBody.of("body")));
      h2.channel.advanceTimeBy(1100, TimeUnit.MILLISECONDS);
      h2.channel.runScheduledPendingTasks();
      h2.channel.runPendingTasks();
      assertThat(bytes(h2.sent())).isEqualTo(4);
    }
  }

  @Test
  void aFinalAnswerInsteadOfContinueSavesTheBody() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      TestBody body = TestBody.of("body");
      Outcome got = h2.start(expecting(body));
      h2.server(headers(1, true, block(":status", "417")));
      h2.channel.advanceTimeBy(1100, TimeUnit.MILLISECONDS);
      h2.channel.runScheduledPendingTasks();
      assertThat(got.told()).isEqualTo("417 | end");
      assertThat(bytes(h2.sent())).isZero();
      assertThat(body.closed()).isEqualTo(1);
    }
  }

  private static OutgoingRequest expecting(TestBody body) {
    return EmbeddedHttp2.request(
        "PUT", "/", HeaderList.of("Expect", "100-continue"), body, Timeouts.DEFAULT);
  }

  private static long bytes(List<Frame> frames) {
    return frames.stream()
        .filter(frame -> frame.type() == DATA)
        .mapToLong(frame -> frame.payload().length)
        .sum();
  }

  private static long increments(EmbeddedHttp2 h2, int streamId) {
    return h2.sent(WINDOW_UPDATE).stream()
        .filter(frame -> frame.streamId() == streamId)
        .mapToLong(frame -> ByteBuffer.wrap(frame.payload()).getInt())
        .sum();
  }
}
