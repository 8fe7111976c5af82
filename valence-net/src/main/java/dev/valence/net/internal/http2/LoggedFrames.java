package dev.valence.net.internal.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;

/** Tells the net log of frames as they are read, before anybody judges them. */
final class LoggedFrames extends Http2FrameListenerDecorator {
  private static final int MOST_DEBUG_BYTES = 1024;

  private final Http2SessionLog log;
  private final Http2Connection streams;

  LoggedFrames(Http2FrameListener listener, Http2Connection streams, Http2SessionLog log) {
    super(listener);
    this.streams = streams;
    this.log = log;
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
      throws Http2Exception {
    log.receivedData(streamId, data.readableBytes(), endOfStream);
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
    tellHeaders(streamId, headers, endOfStream);
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
    tellHeaders(streamId, headers, endOfStream);
    super.onHeadersRead(
        ctx, streamId, headers, streamDependency, weight, exclusive, padding, endOfStream);
  }

  private void tellHeaders(int streamId, Http2Headers headers, boolean end) {
    if (log.isCapturing()) {
      log.receivedHeaders(streamId, (ReceivedFields) headers, end);
    }
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode)
      throws Http2Exception {
    log.receivedReset(streamId, errorCode);
    super.onRstStreamRead(ctx, streamId, errorCode);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    log.receivedSettings(settings);
    super.onSettingsRead(ctx, settings);
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
    log.receivedSettingsAck();
    super.onSettingsAckRead(ctx);
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    log.ping(false, false, data);
    super.onPingRead(ctx, data);
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    log.ping(false, true, data);
    super.onPingAckRead(ctx, data);
  }

  @Override
  public void onGoAwayRead(
      ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData)
      throws Http2Exception {
    if (log.isCapturing()) {
      int shown = Math.min(debugData.readableBytes(), MOST_DEBUG_BYTES);
      log.receivedGoAway(
          lastStreamId,
          streams.numActiveStreams(),
          errorCode,
          debugData.toString(debugData.readerIndex(), shown, StandardCharsets.ISO_8859_1));
    }
    super.onGoAwayRead(ctx, lastStreamId, errorCode, debugData);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int windowSizeIncrement)
      throws Http2Exception {
    log.receivedWindowUpdate(streamId, windowSizeIncrement);
    super.onWindowUpdateRead(ctx, streamId, windowSizeIncrement);
  }
}
