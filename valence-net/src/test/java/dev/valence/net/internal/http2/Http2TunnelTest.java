package dev.valence.net.internal.http2;

import static dev.valence.testkit.Http2Frames.DATA;
import static dev.valence.testkit.Http2Frames.END_STREAM;
import static dev.valence.testkit.Http2Frames.HEADERS;
import static dev.valence.testkit.Http2Frames.RST_STREAM;
import static dev.valence.testkit.Http2Frames.WINDOW_UPDATE;
import static dev.valence.testkit.Http2Frames.block;
import static dev.valence.testkit.Http2Frames.data;
import static dev.valence.testkit.Http2Frames.goAway;
import static dev.valence.testkit.Http2Frames.headers;
import static dev.valence.testkit.Http2Frames.rstStream;
import static dev.valence.testkit.Http2Frames.settings;
import static dev.valence.testkit.Http2Frames.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.internal.exchange.Exchange;
import dev.valence.net.internal.exchange.ExchangeListener;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.net.internal.exchange.UpgradedBody;
import dev.valence.testkit.Http2Frames;
import dev.valence.testkit.RawHttp2Connection.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that an extended CONNECT opens (RFC 8441): their heads, windows and ends. */
class Http2TunnelTest {
  private static final int CONNECT_PROTOCOL = 8;
  private static final int CANCEL = 8;
  private static final byte[] ACCEPTED = headers(1, false, block(":status", "200"));

  /** Writes down what becomes of a WebSocket's stream. */
  private static final class Peer implements ExchangeListener, DuplexStream.Reader {
    final List<String> told = new ArrayList<>();
    private final boolean taking;
    Exchange exchange;
    UpgradedBody upgraded;
    DuplexStream stream;
    boolean readsFirst = true;
    long received;

    Peer(boolean taking) {
      this.taking = taking;
    }

    @Override
    public void onInformational(int status, HeaderList headers) {}

    @Override
    public void onUploadProgress(long sent, long total) {}

    @Override
    public void onResponse(ResponseHead head, BodyStream body) {
      told.add(head.status() + (body instanceof UpgradedBody ? " upgraded" : ""));
      if (body instanceof UpgradedBody tunnel) {
        upgraded = tunnel;
        if (taking) {
          tunnel.take(this);
        }
      } else {
        body.cancel();
      }
    }

    @Override
    public void onFailed(NetException error, boolean untouched) {
      told.add(error.error().name() + (untouched ? " untouched" : ""));
    }

    @Override
    public void onOpen(DuplexStream opened) {
      stream = opened;
      opened.reading(readsFirst);
    }

    @Override
    public void onBytes(ByteBuf bytes) {
      received += bytes.readableBytes();
      if (bytes.readableBytes() < 100) {
        told.add(bytes.toString(StandardCharsets.US_ASCII));
      }
      bytes.release();
    }

    @Override
    public void onWritable() {
      told.add("writable");
    }

    @Override
    public void onEnd(NetException failure) {
      told.add(failure == null ? "end" : failure.error().name());
    }

    void write(String text) {
      stream.write(
          stream.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)),
          failure -> told.add(failure == null ? "sent" : failure.error().name()));
      stream.flush();
    }

    void write(int bytes) {
      stream.write(stream.alloc().buffer().writeZero(bytes), failure -> {});
    }
  }

  private static EmbeddedHttp2 open() {
    return EmbeddedHttp2.open(Http2Limits.DEFAULT, settings(CONNECT_PROTOCOL, 1));
  }

  private static Peer start(EmbeddedHttp2 h2, Peer peer) {
    HeaderList fields =
        HeaderList.of(
            "Connection",
            "Upgrade",
            "Upgrade",
            "websocket",
            "Sec-WebSocket-Key",
            "x",
            "Sec-WebSocket-Version",
            "13");
    peer.exchange =
        h2.connection.start(
            new OutgoingRequest(
                "GET", "wss", "example.test", "/chat", fields, null, false, Timeouts.DEFAULT),
            peer);
    h2.channel.runPendingTasks();
    return peer;
  }

  private static Peer start(EmbeddedHttp2 h2) {
    return start(h2, new Peer(true));
  }

  private static String payload(List<Frame> frames) {
    StringBuilder text = new StringBuilder();
    frames.forEach(frame -> text.append(new String(frame.payload(), StandardCharsets.US_ASCII)));
    return text.toString();
  }

  @Test
  void theServerSaysThatItTakesWebSockets() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      assertThat(h2.connection.takesWebSockets()).isFalse();
      h2.server(settings(CONNECT_PROTOCOL, 1));
      assertThat(h2.connection.takesWebSockets()).isTrue();
      h2.server(settings(3, 10));
      assertThat(h2.connection.takesWebSockets()).isTrue();
    }
  }

  @Test
  void itMayNotTakeThatBack() {
    try (EmbeddedHttp2 h2 = open()) {
      h2.server(settings(CONNECT_PROTOCOL, 0));

      assertThat(h2.sent(Http2Frames.GOAWAY))
          .singleElement()
          .satisfies(frame -> assertThat(frame.errorCode()).isEqualTo(1));
      assertThat(h2.channel.isActive()).isFalse();
    }
  }

  @Test
  void anotherValueIsAnError() {
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open()) {
      h2.server(settings(CONNECT_PROTOCOL, 2));

      assertThat(h2.connection.takesWebSockets()).isFalse();
      assertThat(h2.channel.isActive()).isFalse();
    }
  }

  @Test
  void theHeadOfTheRequest() {
    try (EmbeddedHttp2 h2 = open()) {
      start(h2);
      List<Frame> sent = h2.sent();

      assertThat(h2.fields(sent))
          .containsExactly(
              ":method: CONNECT",
              ":authority: example.test",
              ":scheme: https",
              ":path: /chat",
              ":protocol: websocket",
              "sec-websocket-version: 13");
      assertThat(sent.stream().filter(frame -> frame.type() == HEADERS))
          .noneMatch(frame -> frame.has(END_STREAM));
    }
  }

  @Test
  void bytesBothWaysAndAnOrderlyEnd() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2);
      // A length means nothing here.
      h2.server(
          headers(1, false, block(":status", "200", "content-length", "3")),
          data(1, false, "hello"));
      peer.write("hi");
      h2.channel.runPendingTasks();

      assertThat(payload(h2.sent(DATA))).isEqualTo("hi");
      h2.server(data(1, true, "bye"));
      assertThat(peer.told).containsExactly("200 upgraded", "hello", "sent", "bye", "end");
      assertThat(h2.sent(DATA)).singleElement().matches(frame -> frame.has(END_STREAM));
      assertThat(h2.connection.activeExchanges()).isZero();
      assertThat(h2.owned).contains("available");
    }
  }

  @Test
  void anEndWithTheHead() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2);
      h2.server(headers(1, true, block(":status", "200")));

      assertThat(peer.told).containsExactly("200 upgraded", "end");
      assertThat(h2.connection.activeExchanges()).isZero();
    }
  }

  @Test
  void givingUpResets() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2);
      h2.server(ACCEPTED);
      peer.write("goodbye");
      peer.stream.close();
      h2.channel.runPendingTasks();
      List<Frame> sent = h2.sent();

      // What was written comes first.
      assertThat(sent.stream().map(Frame::type).filter(type -> type == DATA || type == RST_STREAM))
          .containsExactly(DATA, RST_STREAM);
      assertThat(sent.get(sent.size() - 1).errorCode()).isEqualTo(CANCEL);
      assertThat(peer.told).containsExactly("200 upgraded", "sent");
      assertThat(h2.connection.activeExchanges()).isZero();
      // What was on its way is dropped, and counts for no other stream.
      h2.server(data(1, false, "late"));
      assertThat(peer.told).hasSize(2);
      assertThat(h2.channel.isActive()).isTrue();
    }
  }

  @Test
  void nobodyTakesIt() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2, new Peer(false));
      h2.server(ACCEPTED, data(1, false, "unread"));
      peer.upgraded.cancel();
      h2.channel.runPendingTasks();

      assertThat(h2.sent(RST_STREAM)).hasSize(1);
      assertThat(h2.connection.activeExchanges()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200, 403})
  void aRefusalClosesTheStream(int status) {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2);
      if (status == 1) {
        h2.server(rstStream(1, 7));
        assertThat(peer.told).containsExactly("HTTP2_SERVER_REFUSED_STREAM untouched");
      } else if (status == 200) {
        h2.server(rstStream(1, 13));
        assertThat(peer.told).containsExactly("HTTP_1_1_REQUIRED");
      } else {
        h2.server(headers(1, true, block(":status", "403")));
        assertThat(peer.told).containsExactly("403");
        assertThat(h2.sent(RST_STREAM)).hasSize(1);
      }
      assertThat(h2.connection.activeExchanges()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, HTTP2_PROTOCOL_ERROR",
    "8, HTTP2_PROTOCOL_ERROR",
    "7, HTTP2_SERVER_REFUSED_STREAM"
  })
  void aResetOfTheServer(int code, String error) {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2);
      h2.server(ACCEPTED, data(1, false, "last words"), rstStream(1, code));

      assertThat(peer.told).containsExactly("200 upgraded", "last words", error);
      assertThat(h2.sent(RST_STREAM)).isEmpty();
      peer.write("too late");
      assertThat(peer.told).hasSize(4).last().isEqualTo(error);
    }
  }

  @Test
  void headersOnItAreAnError() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2);
      h2.server(ACCEPTED, headers(1, true, block("x-trailer", "x")));

      assertThat(peer.told).containsExactly("200 upgraded", "HTTP2_PROTOCOL_ERROR");
      assertThat(h2.sent(RST_STREAM)).hasSize(1);
    }
  }

  @Test
  void goAwayLetsItRunAndRefusesTheNext() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer first = start(h2);
      Peer second = start(h2);
      h2.server(ACCEPTED, goAway(1, 0));

      assertThat(second.told).containsExactly("HTTP2_SERVER_REFUSED_STREAM untouched");
      assertThat(h2.connection.isAvailable()).isFalse();
      h2.server(data(1, false, "on"));
      assertThat(first.told).containsExactly("200 upgraded", "on");
      h2.server(data(1, true, ""));
      assertThat(first.told).endsWith("end");
      assertThat(h2.channel.isActive()).isFalse();
    }
  }

  @Test
  void aLostConnection() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2);
      h2.server(ACCEPTED);
      h2.channel.close();
      h2.channel.runPendingTasks();

      assertThat(peer.told).containsExactly("200 upgraded", "CONNECTION_CLOSED");
    }
  }

  // ---- Windows

  @Test
  void aReaderThatStopsStopsTheServer() {
    Http2Limits small = Http2Limits.DEFAULT.withWindows(128 * 1024, 256 * 1024);
    try (EmbeddedHttp2 h2 = EmbeddedHttp2.open(small, settings(CONNECT_PROTOCOL, 1))) {
      Peer peer = new Peer(true);
      peer.readsFirst = false;
      start(h2, peer);
      h2.sent();
      h2.server(ACCEPTED);
      for (int i = 0; i < 8; i++) {
        h2.server(data(1, false, new byte[16 * 1024]));
      }
      assertThat(peer.received).isZero();
      assertThat(h2.sent(WINDOW_UPDATE)).isEmpty();
      peer.stream.reading(true);
      h2.channel.runPendingTasks();

      assertThat(peer.received).isEqualTo(128 * 1024);
      assertThat(increments(h2.sent(WINDOW_UPDATE), 1)).isGreaterThanOrEqualTo(64 * 1024);
    }
  }

  @Test
  void whatCameBeforeAnEndWaitsForItsReader() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = new Peer(true);
      peer.readsFirst = false;
      start(h2, peer);
      h2.server(ACCEPTED, data(1, false, "kept"), rstStream(1, CANCEL));
      assertThat(peer.told).containsExactly("200 upgraded");
      peer.stream.reading(true);

      assertThat(peer.told).containsExactly("200 upgraded", "kept", "HTTP2_PROTOCOL_ERROR");
    }
  }

  @Test
  void whatIsKeptAndGivenUpIsReleased() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = new Peer(true);
      peer.readsFirst = false;
      start(h2, peer);
      h2.server(ACCEPTED, data(1, false, "kept"), rstStream(1, CANCEL));
      peer.stream.close();
      h2.channel.runPendingTasks();

      assertThat(peer.told).containsExactly("200 upgraded");
    }
  }

  @Test
  void aServerThatStopsStopsTheWriter() {
    try (EmbeddedHttp2 h2 = open()) {
      Peer peer = start(h2);
      h2.server(ACCEPTED);
      int written = 0;
      while (peer.stream.isWritable()) {
        peer.write(16 * 1024);
        h2.channel.runPendingTasks();
        written += 16 * 1024;
        assertThat(written).isLessThan(1 << 20);
      }
      assertThat(sizes(h2.sent(DATA))).isEqualTo(65_535);
      h2.server(windowUpdate(1, 1 << 20), windowUpdate(0, 1 << 20));

      assertThat(65_535 + sizes(h2.sent(DATA))).isEqualTo(written);
      assertThat(peer.stream.isWritable()).isTrue();
      assertThat(peer.told).containsExactly("200 upgraded", "writable");
    }
  }

  private static int sizes(List<Frame> frames) {
    return frames.stream().mapToInt(frame -> frame.payload().length).sum();
  }

  private static int increments(List<Frame> frames, int stream) {
    return frames.stream()
        .filter(frame -> frame.streamId() == stream)
        .mapToInt(frame -> ByteBuffer.wrap(frame.payload()).getInt())
        .sum();
  }
}
