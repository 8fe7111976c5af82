package dev.valence.testkit;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One connection of a {@link RawHttp2Server}: reads frames, writes bytes. Nothing is answered by
 * itself, not even SETTINGS or PING.
 */
public final class RawHttp2Connection {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /**
   * A frame as received.
   *
   * @param type its type number, see {@link Http2Frames}
   * @param flags its flags
   * @param streamId its stream, 0 for the connection
   * @param payload what follows the frame's head
   */
  public record Frame(int type, int flags, int streamId, byte[] payload) {
    /** The error code of RST_STREAM or GOAWAY. */
    public int errorCode() {
      return ByteBuffer.wrap(payload).getInt(type == Http2Frames.GOAWAY ? 4 : 0);
    }

    /** Whether this flag is set. */
    public boolean has(int flag) {
      return (flags & flag) != 0;
    }

    @Override
    public String toString() {
      return "frame type "
          + type
          + " flags "
          + flags
          + " stream "
          + streamId
          + " length "
          + payload.length;
    }
  }

  /**
   * A request's head.
   *
   * @param streamId its stream
   * @param headers all header lines, pseudo headers included, in wire order
   * @param endStream whether the request has no body
   */
  public record Head(int streamId, HeaderLines headers, boolean endStream) {}

  private final RawConnection raw;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false);
  private final List<Frame> seen = new ArrayList<>();

  RawHttp2Connection(RawConnection raw) {
    this.raw = raw;
  }

  void readPreface() throws IOException {
    String preface = new String(raw.read(PREFACE.length()), StandardCharsets.US_ASCII);
    if (!preface.equals(PREFACE)) {
      throw new IllegalStateException("This is no HTTP/2 preface: " + preface);
    }
  }

  /** The connection below, for bytes, closing and resetting. */
  public RawConnection raw() {
    return raw;
  }

  /** Writes these bytes. */
  public void write(byte[] frames) throws IOException {
    raw.write(frames);
  }

  /** Waits until the test opens the gate. */
  public void await(CompletableFuture<?> gate) throws IOException {
    raw.await(gate);
  }

  /** Reads the next frame of any kind. */
  public Frame readFrame() throws IOException {
    byte[] head = raw.read(9);
    int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
    int streamId = ByteBuffer.wrap(head).getInt(5) & 0x7fffffff;
    Frame frame = new Frame(head[3], head[4] & 0xff, streamId, raw.read(length));
    seen.add(frame);
    return frame;
  }

  /** Reads frames up to and with the next one of this type; the others are dropped. */
  public Frame readUntil(int type) throws IOException {
    while (true) {
      Frame frame = readFrame();
      if (frame.type() == type) {
        return frame;
      }
    }
  }

  /** Reads frames up to and with the next HEADERS and decodes them; the others are dropped. */
  public Head readRequest() throws IOException {
    Frame first = readUntil(Http2Frames.HEADERS);
    int from = first.has(Http2Frames.PADDED) ? 1 : 0;
    int to = first.payload().length - (from == 1 ? first.payload()[0] & 0xff : 0);
    from += first.has(Http2Frames.HAS_PRIORITY) ? 5 : 0;
    byte[] block = Arrays.copyOfRange(first.payload(), from, to);
    Frame last = first;
    while (!last.has(Http2Frames.END_HEADERS)) {
      last = readFrame();
      block = Http2Frames.join(block, last.payload());
    }
    return new Head(
        first.streamId(), decode(first.streamId(), block), first.has(Http2Frames.END_STREAM));
  }

  /** Reads frames up to and with GOAWAY. */
  public Frame readUntilGoAway() throws IOException {
    return readUntil(Http2Frames.GOAWAY);
  }

  /** Every frame read so far, in order. */
  public List<Frame> seen() {
    return List.copyOf(seen);
  }

  private HeaderLines decode(int streamId, byte[] block) throws IOException {
    try {
      Http2Headers headers = hpack.decodeHeaders(streamId, Unpooled.wrappedBuffer(block));
      List<Header> lines = new ArrayList<>();
      headers.forEach(
          line -> lines.add(new Header(line.getKey().toString(), line.getValue().toString())));
      return HeaderLines.of(lines);
    } catch (Http2Exception e) {
      throw new IllegalStateException("The client's header block is broken", e);
    }
  }
}
