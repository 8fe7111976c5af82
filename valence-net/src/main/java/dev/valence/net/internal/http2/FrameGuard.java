package dev.valence.net.internal.http2;

import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between frames as they are read and Netty's state machine: refuses what no client without
 * push expects (RFC 9113 §8.4 and §5.1.1), passes priorities over (§5.3.2), and ends floods of
 * frames that cost work and bring nothing.
 */
final class FrameGuard implements Http2FrameReader {
  private final Http2FrameReader reader;
  private final FloodMeter meter;
  private final BooleanSupplier answersPileUp;
  private final Http2Connection streams;
  private final Http2SessionLog log;
  private @Nullable Http2FrameListener target;
  private @Nullable Http2FrameListener guarded;

  /**
   * @param answersPileUp whether the server takes no answers to the frames it sends
   */
  FrameGuard(
      Http2FrameReader reader,
      FloodMeter meter,
      BooleanSupplier answersPileUp,
      Http2Connection streams,
      Http2SessionLog log) {
    this.streams = streams;
    this.log = log;
    this.reader = reader;
    this.meter = meter;
    this.answersPileUp = answersPileUp;
  }

  @Override
  public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener)
      throws Http2Exception {
    Http2FrameListener to = guarded;
    if (to == null || target != listener) {
      to = new LoggedFrames(new Guarded(listener), streams, log);
      target = listener;
      guarded = to;
    }
    reader.readFrame(ctx, input, to);
  }

  @Override
  public Configuration configuration() {
    return reader.configuration();
  }

  @Override
  public void close() {
    reader.close();
  }

  /** Counts a frame that brings nothing, or an error that a frame caused. */
  void countIdleFrame(String what) throws Http2Exception {
    if (!meter.allows()) {
      throw connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "too many frames of no use, last %s", what);
    }
    if (answersPileUp.getAsBoolean()) {
      throw connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "the server takes no answers, last to %s", what);
    }
  }

  private static void checkStream(int streamId) throws Http2Exception {
    if ((streamId & 1) == 0) {
      throw connectionError(
          Http2Error.PROTOCOL_ERROR, "HEADERS on stream %d, which no request opened", streamId);
    }
  }

  private final class Guarded extends Http2FrameListenerDecorator {
    private Guarded(Http2FrameListener listener) {
      super(listener);
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
        throws Http2Exception {
      if (!data.isReadable() && !endOfStream) {
        countIdleFrame("empty DATA");
      }
      return super.onDataRead(ctx, streamId, data, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers headers,
        int padding,
        boolean endOfStream)
        throws Http2Exception {
      checkStream(streamId);
      super.onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers headers,
        int streamDependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream)
        throws Http2Exception {
      onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onPriorityRead(
        ChannelHandlerContext ctx,
        int streamId,
        int streamDependency,
        short weight,
        boolean exclusive)
        throws Http2Exception {
      countIdleFrame("PRIORITY");
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode)
        throws Http2Exception {
      countIdleFrame("RST_STREAM");
      super.onRstStreamRead(ctx, streamId, errorCode);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
        throws Http2Exception {
      countIdleFrame("SETTINGS");
      super.onSettingsRead(ctx, settings);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
      countIdleFrame("SETTINGS");
      super.onSettingsAckRead(ctx);
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
      countIdleFrame("PING");
      super.onPingRead(ctx, data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
      countIdleFrame("PING");
      super.onPingAckRead(ctx, data);
    }

    @Override
    public void onPushPromiseRead(
        ChannelHandlerContext ctx,
        int streamId,
        int promisedStreamId,
        Http2Headers headers,
        int padding)
        throws Http2Exception {
      throw connectionError(Http2Error.PROTOCOL_ERROR, "PUSH_PROMISE, though push is off");
    }

    @Override
    public void onGoAwayRead(
        ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData)
        throws Http2Exception {
      countIdleFrame("GOAWAY");
      super.onGoAwayRead(ctx, lastStreamId, errorCode, debugData);
    }

    @Override
    public void onUnknownFrame(
        ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags, ByteBuf payload)
        throws Http2Exception {
      countIdleFrame("a frame of type " + (frameType & 0xff));
    }
  }
}
