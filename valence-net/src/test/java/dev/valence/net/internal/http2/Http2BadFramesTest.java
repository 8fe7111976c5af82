package dev.valence.net.internal.http2;

import static dev.valence.testkit.Http2Frames.CONTINUATION;
import static dev.valence.testkit.Http2Frames.DATA;
import static dev.valence.testkit.Http2Frames.END_HEADERS;
import static dev.valence.testkit.Http2Frames.GOAWAY;
import static dev.valence.testkit.Http2Frames.HEADERS;
import static dev.valence.testkit.Http2Frames.PADDED;
import static dev.valence.testkit.Http2Frames.PING;
import static dev.valence.testkit.Http2Frames.PRIORITY;
import static dev.valence.testkit.Http2Frames.RST_STREAM;
import static dev.valence.testkit.Http2Frames.SETTINGS;
import static dev.valence.testkit.Http2Frames.WINDOW_UPDATE;
import static dev.valence.testkit.Http2Frames.block;
import static dev.valence.testkit.Http2Frames.continuation;
import static dev.valence.testkit.Http2Frames.data;
import static dev.valence.testkit.Http2Frames.frame;
import static dev.valence.testkit.Http2Frames.headers;
import static dev.valence.testkit.Http2Frames.join;
import static dev.valence.testkit.Http2Frames.ping;
import static dev.valence.testkit.Http2Frames.pushPromise;
import static dev.valence.testkit.Http2Frames.rstStream;
import static dev.valence.testkit.Http2Frames.settings;
import static dev.valence.testkit.Http2Frames.unfinishedHeaders;
import static dev.valence.testkit.Http2Frames.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.valence.net.NetError;
import dev.valence.testkit.RawHttp2Connection.Frame;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server may do wrong: one clear failure for each exchange, and no memory left behind. */
@Timeout(60)
class Http2BadFramesTest {
  private static final byte[] OK = headers(1, false, block(":status", "200"));
  private static final byte[] NOTHING = new byte[0];

  static Stream<Arguments> brokenConnections() {
    NetError protocol = NetError.HTTP2_PROTOCOL_ERROR;
    NetError size = NetError.HTTP2_FRAME_SIZE_ERROR;
    NetError flow = NetError.HTTP2_FLOW_CONTROL_ERROR;
    NetError hpack = NetError.HTTP2_COMPRESSION_ERROR;
    return Stream.of(
        arguments("frame above the announced size", frame(DATA, 0, 1, new byte[16_385]), size),
        arguments("DATA on stream 0", frame(DATA, 0, 0, new byte[1]), protocol),
        arguments("DATA on a stream that never was", data(9, false, "x"), protocol),
        arguments(
            "DATA padding longer than the frame",
            frame(DATA, PADDED, 1, new byte[] {9, 0}),
            protocol),
        arguments("HEADERS on stream 0", headers(0, false, block(":status", "200")), protocol),
        arguments(
            "HEADERS on a stream that never was",
            headers(9, false, block(":status", "200")),
            protocol),
        arguments(
            "HEADERS on a stream of the server",
            headers(2, false, block(":status", "200")),
            protocol),
        arguments(
            "HEADERS shorter than its padding field",
            frame(HEADERS, PADDED | END_HEADERS, 1, NOTHING),
            size),
        arguments("HPACK index 0", headers(1, false, new byte[] {(byte) 0x80}), hpack),
        arguments(
            "HPACK index out of the tables",
            headers(1, false, new byte[] {(byte) 0xff, 100}),
            hpack),
        arguments(
            "HPACK integer without end",
            headers(1, false, new byte[] {(byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}),
            hpack),
        arguments("HPACK block cut short", headers(1, false, new byte[] {0, 5, 'a'}), hpack),
        arguments(
            "HPACK table above the announced size",
            headers(1, false, new byte[] {0x3f, -1, -1, 127}),
            hpack),
        arguments(
            "HPACK bad Huffman code",
            headers(1, false, new byte[] {0, (byte) 0x84, -1, -1, -1, -1, 0}),
            hpack),
        arguments("CONTINUATION without HEADERS", continuation(1, true, NOTHING), protocol),
        arguments(
            "DATA inside a header block",
            join(unfinishedHeaders(1, false, block(":status", "200")), data(1, false, "x")),
            protocol),
        arguments(
            "CONTINUATION of another stream",
            join(unfinishedHeaders(1, false, NOTHING), continuation(3, true, NOTHING)),
            protocol),
        arguments(
            "PING inside a header block",
            join(unfinishedHeaders(1, false, NOTHING), ping(false, 1)),
            protocol),
        arguments("RST_STREAM on stream 0", rstStream(0, 8), protocol),
        arguments("RST_STREAM on a stream that never was", rstStream(9, 8), protocol),
        arguments("RST_STREAM of 3 bytes", frame(RST_STREAM, 0, 1, new byte[3]), size),
        arguments("SETTINGS on a stream", frame(SETTINGS, 0, 1, NOTHING), protocol),
        arguments("SETTINGS of 5 bytes", frame(SETTINGS, 0, 0, new byte[5]), size),
        arguments(
            "SETTINGS acknowledgement with payload", frame(SETTINGS, 1, 0, new byte[6]), size),
        arguments("SETTINGS with push on", settings(2, 1), protocol),
        arguments("SETTINGS with push 2", settings(2, 2), protocol),
        arguments("SETTINGS with a window above 2^31-1", settings(4, 0x80000000), flow),
        arguments("SETTINGS with frames of 100 bytes", settings(5, 100), protocol),
        arguments("PUSH_PROMISE", pushPromise(1, 2, block(":method", "GET")), protocol),
        arguments("PING of 7 bytes", frame(PING, 0, 0, new byte[7]), size),
        arguments("PING on a stream", frame(PING, 0, 1, new byte[8]), protocol),
        arguments("GOAWAY of 7 bytes", frame(GOAWAY, 0, 0, new byte[7]), size),
        arguments("GOAWAY on a stream", frame(GOAWAY, 0, 1, new byte[8]), protocol),
        arguments("WINDOW_UPDATE of 3 bytes", frame(WINDOW_UPDATE, 0, 0, new byte[3]), size),
        arguments("WINDOW_UPDATE of 0 for the connection", windowUpdate(0, 0), protocol),
        arguments(
            "WINDOW_UPDATE beyond 2^31-1 for the connection",
            windowUpdate(0, Integer.MAX_VALUE),
            flow));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenConnections")
  void endsTheConnection(String what, byte[] wire, NetError expected) {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome first = h2.get();
      Outcome second = h2.get();
      h2.server(wire);
      assertThat(first.error.error()).isEqualTo(expected);
      assertThat(second.error.error()).isEqualTo(expected);
      assertThat(first.error.detail()).isNotBlank();
      assertThat(h2.sent(GOAWAY)).hasSize(1);
      assertThat(h2.channel.isOpen()).isFalse();
      assertThat(h2.owned).containsExactly("retired");
    }
  }

  static Stream<Arguments> brokenStreams() {
    NetError protocol = NetError.HTTP2_PROTOCOL_ERROR;
    return Stream.of(
        arguments("no :status", headers(1, false, block("a", "b")), protocol),
        arguments("an empty block", headers(1, false, NOTHING), protocol),
        arguments(
            "two :status", headers(1, false, block(":status", "200", ":status", "200")), protocol),
        arguments(":status of 2 digits", headers(1, false, block(":status", "20")), protocol),
        arguments(":status of 4 digits", headers(1, false, block(":status", "2000")), protocol),
        arguments(":status of letters", headers(1, false, block(":status", "abc")), protocol),
        arguments(":status 099", headers(1, false, block(":status", "099")), protocol),
        arguments(
            ":status after a field",
            headers(1, false, block("a", "b", ":status", "200")),
            protocol),
        arguments(
            "a request's pseudo-header",
            headers(1, false, block(":status", "200", ":path", "/")),
            protocol),
        arguments(
            "an unknown pseudo-header",
            headers(1, false, block(":status", "200", ":x", "/")),
            protocol),
        arguments("an empty name", headers(1, false, block(":status", "200", "", "x")), protocol),
        arguments(
            "a name in upper case",
            headers(1, false, block(":status", "200", "Name", "x")),
            protocol),
        arguments(
            "a name with a space",
            headers(1, false, block(":status", "200", "na me", "x")),
            protocol),
        arguments(
            "a name with a colon",
            headers(1, false, block(":status", "200", "na:me", "x")),
            protocol),
        arguments(
            "a value with LF",
            headers(1, false, block(":status", "200", "a", "x\ny: z")),
            protocol),
        arguments(
            "a value with CR", headers(1, false, block(":status", "200", "a", "x\r")), protocol),
        arguments(
            "a value with NUL", headers(1, false, block(":status", "200", "a", "x\0")), protocol),
        arguments(
            "connection",
            headers(1, false, block(":status", "200", "connection", "close")),
            protocol),
        arguments(
            "keep-alive", headers(1, false, block(":status", "200", "keep-alive", "5")), protocol),
        arguments(
            "transfer-encoding",
            headers(1, false, block(":status", "200", "transfer-encoding", "chunked")),
            protocol),
        arguments(
            "upgrade", headers(1, false, block(":status", "200", "upgrade", "h2c")), protocol),
        arguments("status 101", headers(1, false, block(":status", "101")), protocol),
        arguments(
            "an interim response that ends", headers(1, true, block(":status", "103")), protocol),
        arguments("DATA before HEADERS", data(1, false, "x"), protocol),
        arguments(
            "DATA after an interim response",
            join(headers(1, false, block(":status", "103")), data(1, false, "x")),
            protocol),
        arguments(
            "content-length that is no number",
            headers(1, false, block(":status", "200", "content-length", "1x")),
            protocol),
        arguments(
            "content-length below zero",
            headers(1, false, block(":status", "200", "content-length", "-1")),
            protocol),
        arguments(
            "content-length above all bounds",
            headers(1, false, block(":status", "200", "content-length", "99999999999999999999")),
            protocol),
        arguments(
            "two content-lengths",
            headers(
                1, false, block(":status", "200", "content-length", "1", "content-length", "2")),
            protocol),
        arguments(
            "less than content-length, no DATA",
            headers(1, true, block(":status", "200", "content-length", "1")),
            protocol),
        arguments(
            "HEADERS that depend on themselves",
            frame(PRIORITY, 0, 1, new byte[4]),
            NetError.HTTP2_FRAME_SIZE_ERROR),
        arguments("WINDOW_UPDATE of 0", windowUpdate(1, 0), protocol),
        arguments(
            "WINDOW_UPDATE beyond 2^31-1",
            windowUpdate(1, Integer.MAX_VALUE),
            NetError.HTTP2_FLOW_CONTROL_ERROR));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenStreams")
  void endsTheStreamBeforeItsHead(String what, byte[] wire, NetError expected) {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome broken = h2.get();
      Outcome other = h2.get();
      h2.sent();
      h2.server(wire);
      h2.answer(3, "fine");
      assertThat(broken.error.error()).isEqualTo(expected);
      assertThat(broken.head).isNull();
      assertThat(h2.sent(RST_STREAM)).extracting(Frame::streamId).containsExactly(1);
      assertThat(other.told()).isEqualTo("200 | fine | end");
    }
  }

  static Stream<Arguments> brokenBodies() {
    byte[] five = headers(1, false, block(":status", "200", "content-length", "5"));
    return Stream.of(
        arguments(
            "more than content-length",
            join(five, data(1, false, "abc"), data(1, true, "def")),
            "200 | abc | "),
        arguments("less than content-length", join(five, data(1, true, "abc")), "200 | abc | "),
        arguments("a second head", join(OK, headers(1, false, block(":status", "200"))), "200 | "),
        arguments(
            "trailers that do not end", join(OK, headers(1, false, block("a", "b"))), "200 | "),
        arguments(
            ":status in the trailers",
            join(OK, headers(1, true, block(":status", "200"))),
            "200 | "),
        arguments(
            "a bad name in the trailers", join(OK, headers(1, true, block("A", "b"))), "200 | "),
        arguments(
            "DATA for 204",
            join(headers(1, false, block(":status", "204")), data(1, true, "x")),
            "204 | "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenBodies")
  void endsTheStreamAfterItsHead(String what, byte[] wire, String told) {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome broken = h2.get();
      Outcome other = h2.get();
      h2.server(wire);
      h2.answer(3, "fine");
      assertThat(broken.told()).isEqualTo(told + "HTTP2_PROTOCOL_ERROR");
      assertThat(other.told()).isEqualTo("200 | fine | end");
    }
  }

  @Test
  void whatIsNoHttp2AtAllIsRefused() {
    for (String wire : new String[] {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-x\r\n        "}) {
      try (EmbeddedHttp2 h2 = EmbeddedHttp2.silent()) {
        Outcome got = h2.get();
        h2.server(wire.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(got.error.error()).isEqualTo(NetError.HTTP2_PROTOCOL_ERROR);
        assertThat(h2.channel.isOpen()).isFalse();
        h2.sent();
      }
    }
  }

  @Test
  void thePrefaceOfTheServerMustBeSettings() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.silent()) {
      Outcome got = h2.get();
      h2.server(ping(false, 1));
      assertThat(got.error.error()).isEqualTo(NetError.HTTP2_PROTOCOL_ERROR);
    }
  }

  @Test
  void framesThatMeanNothingToUsArePassedOver() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.server(
          frame(PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 15}),
          frame(PRIORITY, 0, 99, new byte[] {0, 0, 0, 1, 15}),
          frame(10, 0, 0, new byte[] {0, 1, 'a', 'h', '2'}),
          frame(0xfb, 0xff, 1, new byte[100]),
          settings(0x4242, 7));
      h2.answer(1, "ok");
      assertThat(got.told()).isEqualTo("200 | ok | end");
    }
  }

  @Test
  void fieldsAboveTheLimitAreTooBig() {
    String[] fields = new String[2 + 2 * 5000];
    fields[0] = ":status";
    fields[1] = "200";
    for (int i = 2; i < fields.length; i += 2) {
      fields[i] = "a";
      fields[i + 1] = "b".repeat(30);
    }
    byte[] block = block(fields);
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      byte[] first = java.util.Arrays.copyOf(block, 16_000);
      h2.server(unfinishedHeaders(1, false, first));
      for (int at = 16_000; at < block.length; at += 16_000) {
        int end = Math.min(block.length, at + 16_000);
        h2.server(
            continuation(1, end == block.length, java.util.Arrays.copyOfRange(block, at, end)));
      }
      assertThat(got.told()).isEqualTo("RESPONSE_HEADERS_TOO_BIG");
      Outcome next = h2.get();
      h2.answer(3, "fine");
      assertThat(next.told()).isEqualTo("200 | fine | end");
    }
  }

  @Test
  void aBlockWithoutEndIsCutOff() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      Outcome got = h2.get();
      h2.server(unfinishedHeaders(1, false, NOTHING));
      long most = 0;
      for (int i = 0; i < 1000 && h2.channel.isOpen(); i++) {
        h2.server(continuation(1, false, new byte[16_000]));
        most = Math.max(most, h2.memory());
      }
      assertThat(got.error.error()).isEqualTo(NetError.HTTP2_PROTOCOL_ERROR);
      assertThat(most).isLessThan(2 << 20);
    }
  }

  static Stream<Arguments> floods() {
    return Stream.of(
        arguments("SETTINGS", settings()),
        arguments("PING", ping(false, 7)),
        arguments("PING acknowledgements", ping(true, 7)),
        arguments("RST_STREAM of one that is over", rstStream(1, 8)),
        arguments("PRIORITY", frame(PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 15})),
        arguments("unknown frames", frame(0xfb, 0, 3, NOTHING)),
        arguments("empty DATA", data(3, false, "")),
        arguments("interim responses", headers(3, false, block(":status", "103"))),
        arguments("empty CONTINUATION", frame(CONTINUATION, 0, 3, NOTHING)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void floodsEnd(String what, byte[] drop) {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.get();
      h2.server(rstStream(1, 8));
      Outcome got = h2.get();
      if (what.contains("empty DATA")) {
        h2.server(headers(3, false, block(":status", "200")));
      } else if (what.contains("CONTINUATION")) {
        h2.server(unfinishedHeaders(3, false, NOTHING));
      }
      byte[][] hundred = new byte[100][];
      java.util.Arrays.fill(hundred, drop);
      long most = 0;
      for (int i = 0; i < 1000 && got.error == null; i++) {
        h2.server(hundred);
        most = Math.max(most, h2.memory());
      }
      assertThat(got.error.error()).isEqualTo(NetError.HTTP2_PROTOCOL_ERROR);
      assertThat(most).isLessThan(4 << 20);
    }
  }

  @Test
  void answersThatTheServerDoesNotTakeAreBounded() {
    Http2Limits usual = Http2Limits.DEFAULT;
    Http2Limits limits =
        new Http2Limits(
            usual.streamWindow(),
            usual.connectionWindow(),
            usual.headerTable(),
            usual.headerList(),
            usual.assumedStreams(),
            usual.mostStreams(),
            usual.uploadAhead(),
            usual.pingAfter(),
            usual.pingLimit(),
            Integer.MAX_VALUE,
            usual.controlPeriod(),
            200);
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(limits)) {
      Outcome got = h2.get();
      h2.sent();
      // Nothing is flushed while one read goes on: that is as if the server read nothing.
      byte[][] many = new byte[1000][];
      java.util.Arrays.fill(many, ping(false, 1));
      h2.server(many);
      assertThat(got.error.error()).isEqualTo(NetError.HTTP2_PROTOCOL_ERROR);
      assertThat(h2.sent(PING)).hasSizeLessThan(210);
    }
  }

  @Test
  void noiseBringsOneAnswerAndLeavesNothing() {
    Random random = new Random(42);
    byte[] good =
        join(
            headers(1, false, block(":status", "200", "content-type", "text/html")),
            data(1, false, "hello"),
            ping(false, 3),
            settings(3, 10),
            data(1, false, "world"),
            headers(3, true, block(":status", "204")),
            headers(1, true, block("x-sum", "1")));
    for (int round = 0; round < 3000; round++) {
      byte[] wire = good.clone();
      for (int i = 0, changes = 1 + random.nextInt(4); i < changes; i++) {
        wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
      }
      int cut = random.nextInt(wire.length);
      try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
        Outcome first = h2.get();
        Outcome second = h2.get();
        h2.server(java.util.Arrays.copyOf(wire, cut));
        if (h2.channel.isOpen()) {
          h2.server(java.util.Arrays.copyOfRange(wire, cut, wire.length));
        }
        h2.channel.close();
        h2.channel.runPendingTasks();
        assertThat(first.told())
            .as("round " + round)
            .matches("(?s).*(end.*|ERROR|CLOSED|TOO_BIG|STREAM)( untouched)?");
        assertThat(second.told())
            .as("round " + round)
            .matches("(?s).*(end.*|ERROR|CLOSED|TOO_BIG|STREAM)( untouched)?");
      }
    }
  }
}
