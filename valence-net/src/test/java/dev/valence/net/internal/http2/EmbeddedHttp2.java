package dev.valence.net.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.RequestBody;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.HeaderStrings;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.testkit.Http2Frames;
import dev.valence.testkit.RawHttp2Connection.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a socket: the test is the server, hands in frames as bytes and reads what
 * was flushed. Everything happens in the test's thread; closing checks that no buffer is left.
 */
final class EmbeddedHttp2 implements AutoCloseable, HttpConnection.Owner {
  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  final EmbeddedChannel channel = new EmbeddedChannel();
  final Http2Connection connection;
  final NetLog netLog = new NetLog();
  final List<String> owned = new ArrayList<>();
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final ByteBuf sent = Unpooled.buffer();
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false, 1 << 20);
  private boolean prefaceRead;

  private EmbeddedHttp2(Http2Limits limits) {
    channel.config().setAllocator(allocator);
    Http2SessionLog log = new Http2SessionLog(netLog.newSource(NetLogSourceType.HTTP2_SESSION));
    connection = Http2Connection.open(channel, new HeaderStrings(), limits, log);
    connection.owner(this);
  }

  /** A connection that has sent its preface and heard nothing yet. */
  static EmbeddedHttp2 silent() {
    return silent(Http2Limits.DEFAULT);
  }

  static EmbeddedHttp2 silent(Http2Limits limits) {
    return new EmbeddedHttp2(limits);
  }

  /** A connection whose two sides have exchanged empty settings. */
  static EmbeddedHttp2 open() {
    return open(Http2Limits.DEFAULT);
  }

  static EmbeddedHttp2 open(Http2Limits limits) {
    return open(limits, Http2Frames.settings());
  }

  static EmbeddedHttp2 open(Http2Limits limits, byte[] settings) {
    EmbeddedHttp2 made = new EmbeddedHttp2(limits);
    made.server(settings, Http2Frames.settingsAck());
    made.sent();
    return made;
  }

  static OutgoingRequest get(String target) {
    return request("GET", target, new HeaderList(), null, Timeouts.DEFAULT);
  }

  static OutgoingRequest post(RequestBody body) {
    return request("POST", "/", new HeaderList(), body, Timeouts.DEFAULT);
  }

  static OutgoingRequest request(
      String method,
      String target,
      HeaderList headers,
      @Nullable RequestBody body,
      Timeouts timeouts) {
    return new OutgoingRequest(
        method, "https", "example.test", target, headers, body, false, timeouts);
  }

  /** Starts GET / and takes its frames from what is sent. */
  Outcome get() {
    return start(get("/"));
  }

  Outcome start(OutgoingRequest request) {
    return start(request, new Outcome());
  }

  Outcome start(OutgoingRequest request, Outcome outcome) {
    outcome.exchange = connection.start(request, outcome);
    channel.runPendingTasks();
    return outcome;
  }

  /** The server sends these bytes in one piece. */
  void server(byte[]... frames) {
    channel.writeInbound(channel.alloc().buffer().writeBytes(Http2Frames.join(frames)));
    channel.runPendingTasks();
  }

  /** A plain response with these bytes on a stream. */
  void answer(int streamId, String text) {
    server(
        Http2Frames.headers(streamId, false, Http2Frames.block(":status", "200")),
        Http2Frames.data(streamId, true, text));
  }

  /** The frames that were flushed since the last call; the preface must come first. */
  List<Frame> sent() {
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      sent.writeBytes(out);
      out.release();
    }
    if (!prefaceRead && sent.isReadable()) {
      prefaceRead = true;
      assertThat(sent.readCharSequence(PREFACE.length(), StandardCharsets.US_ASCII))
          .hasToString(PREFACE);
    }
    List<Frame> frames = new ArrayList<>();
    while (sent.readableBytes() >= 9) {
      int length = sent.readUnsignedMedium();
      int type = sent.readByte();
      int flags = sent.readUnsignedByte();
      int stream = sent.readInt();
      byte[] payload = new byte[length];
      sent.readBytes(payload);
      frames.add(new Frame(type, flags, stream, payload));
    }
    sent.discardReadBytes();
    return frames;
  }

  List<Frame> sent(int type) {
    return sent().stream().filter(frame -> frame.type() == type).toList();
  }

  /** The fields of the block in these frames, as {@code name: value} lines. */
  List<String> fields(List<Frame> frames) {
    ByteBuf block = Unpooled.buffer();
    frames.stream()
        .filter(f -> f.type() == Http2Frames.HEADERS || f.type() == Http2Frames.CONTINUATION)
        .forEach(frame -> block.writeBytes(frame.payload()));
    try {
      Http2Headers headers = hpack.decodeHeaders(1, block);
      List<String> lines = new ArrayList<>();
      headers.forEach(field -> lines.add(field.getKey() + ": " + field.getValue()));
      return lines;
    } catch (Http2Exception e) {
      throw new AssertionError("the block cannot be decoded", e);
    }
  }

  /** Lets the event loop's time run ahead until the condition holds, which needs real time, too. */
  void runTimers(BooleanSupplier until) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(giveUp);
      Thread.onSpinWait();
      channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
    channel.runPendingTasks();
  }

  /** The bytes of buffers that are held somewhere. */
  long memory() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  @Override
  public void onAvailable(HttpConnection available) {
    owned.add("available");
  }

  @Override
  public void onRetired(HttpConnection retired) {
    owned.add("retired");
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
    channel.checkException();
    assertThat(memory()).as("bytes of buffers left").isZero();
  }
}
