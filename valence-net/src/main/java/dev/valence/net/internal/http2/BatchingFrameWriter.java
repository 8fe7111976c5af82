package dev.valence.net.internal.http2;

import static io.netty.handler.codec.http2.Http2CodecUtil.FRAME_HEADER_LENGTH;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames, with two cares of its own: the heads of requests that start in the same turn of
 * the event loop go into one buffer (Netty's writer would take two buffers and three promises for
 * each), and answers that the server provokes but does not take are counted. Every other frame
 * leaves after the heads before it, as HPACK and the settings need it.
 */
final class BatchingFrameWriter extends DecoratingHttp2FrameWriter {
  private static final int FIRST_CAPACITY = 512;
  private static final int FULL_BATCH_BYTES = 32 * 1024;

  private final Http2HeadersEncoder hpack;
  private final int mostUnsentAnswers;
  private final ChannelFutureListener answerTaken = taken -> onAnswerTaken();
  private @Nullable ByteBuf heads;
  private int unsentAnswers;
  private boolean unflushed;

  BatchingFrameWriter(int mostUnsentAnswers, Http2SessionLog log) {
    this(
        // The server's limit of the header list is advice that Chromium does not take, either.
        new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true),
        mostUnsentAnswers,
        log);
  }

  private BatchingFrameWriter(
      DefaultHttp2HeadersEncoder hpack, int mostUnsentAnswers, Http2SessionLog log) {
    super(new LoggedFrameWriter(new DefaultHttp2FrameWriter(hpack), log));
    this.hpack = hpack;
    this.mostUnsentAnswers = mostUnsentAnswers;
  }

  /** Whether the server has left too many answers untaken. */
  boolean isFlooded() {
    return unsentAnswers > mostUnsentAnswers;
  }

  /**
   * Adds the head of a request to the batch.
   *
   * @throws Http2Exception when HPACK cannot encode it; the connection is of no more use
   */
  void writeHead(ChannelHandlerContext ctx, int streamId, Http2Headers fields, boolean endStream)
      throws Http2Exception {
    ByteBuf out = heads;
    if (out == null) {
      out = ctx.alloc().directBuffer(FIRST_CAPACITY);
      heads = out;
    }
    int start = out.writerIndex();
    out.writeZero(FRAME_HEADER_LENGTH);
    try {
      hpack.encodeHeaders(streamId, fields, out);
    } catch (Http2Exception e) {
      out.writerIndex(start);
      throw e;
    }
    int length = out.writerIndex() - start - FRAME_HEADER_LENGTH;
    int mostPerFrame = configuration().frameSizePolicy().maxFrameSize();
    int endFlag = endStream ? Http2Flags.END_STREAM : 0;
    if (length <= mostPerFrame) {
      setFrameHeader(
          out, start, length, Http2FrameTypes.HEADERS, endFlag | Http2Flags.END_HEADERS, streamId);
    } else {
      setFrameHeader(out, start, mostPerFrame, Http2FrameTypes.HEADERS, endFlag, streamId);
      continueBlock(out, start + FRAME_HEADER_LENGTH + mostPerFrame, mostPerFrame, streamId);
    }
    if (out.readableBytes() > FULL_BATCH_BYTES) {
      writeHeads(ctx);
    }
  }

  /** Passes the batch on; it is not flushed. */
  void writeHeads(ChannelHandlerContext ctx) {
    ByteBuf batch = heads;
    if (batch != null) {
      heads = null;
      unflushed = true;
      ctx.write(batch, ctx.voidPromise());
    }
  }

  /** Whether something was written since the last call. */
  boolean takeUnflushed() {
    boolean was = unflushed;
    unflushed = false;
    return was;
  }

  /**
   * Puts frame headers between the parts of a block that is longer than one frame (RFC 9113 §6.10).
   */
  private static void continueBlock(ByteBuf out, int from, int mostPerFrame, int streamId) {
    ByteBuf rest = out.copy(from, out.writerIndex() - from);
    try {
      out.writerIndex(from);
      while (rest.isReadable()) {
        int length = Math.min(rest.readableBytes(), mostPerFrame);
        int flags = length == rest.readableBytes() ? Http2Flags.END_HEADERS : 0;
        int start = out.writerIndex();
        out.writeZero(FRAME_HEADER_LENGTH);
        setFrameHeader(out, start, length, Http2FrameTypes.CONTINUATION, flags, streamId);
        out.writeBytes(rest, length);
      }
    } finally {
      rest.release();
    }
  }

  private static void setFrameHeader(
      ByteBuf out, int at, int length, byte type, int flags, int streamId) {
    out.setMedium(at, length);
    out.setByte(at + 3, type);
    out.setByte(at + 4, flags);
    out.setInt(at + 5, streamId);
  }

  @Override
  public ChannelFuture writeData(
      ChannelHandlerContext ctx,
      int streamId,
      ByteBuf data,
      int padding,
      boolean endStream,
      ChannelPromise promise) {
    beforeFrame(ctx);
    return super.writeData(ctx, streamId, data, padding, endStream, promise);
  }

  @Override
  public ChannelFuture writeHeaders(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endStream,
      ChannelPromise promise) {
    beforeFrame(ctx);
    return super.writeHeaders(ctx, streamId, headers, padding, endStream, promise);
  }

  @Override
  public ChannelFuture writeRstStream(
      ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
    beforeFrame(ctx);
    return super.writeRstStream(ctx, streamId, errorCode, counted(promise));
  }

  @Override
  public ChannelFuture writeSettings(
      ChannelHandlerContext ctx, Http2Settings settings, ChannelPromise promise) {
    beforeFrame(ctx);
    return super.writeSettings(ctx, settings, promise);
  }

  @Override
  public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
    beforeFrame(ctx);
    return super.writeSettingsAck(ctx, counted(promise));
  }

  @Override
  public ChannelFuture writePing(
      ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
    beforeFrame(ctx);
    return super.writePing(ctx, ack, data, ack ? counted(promise) : promise);
  }

  @Override
  public ChannelFuture writeGoAway(
      ChannelHandlerContext ctx,
      int lastStreamId,
      long errorCode,
      ByteBuf debugData,
      ChannelPromise promise) {
    beforeFrame(ctx);
    return super.writeGoAway(ctx, lastStreamId, errorCode, debugData, promise);
  }

  @Override
  public ChannelFuture writeWindowUpdate(
      ChannelHandlerContext ctx, int streamId, int windowSizeIncrement, ChannelPromise promise) {
    beforeFrame(ctx);
    return super.writeWindowUpdate(ctx, streamId, windowSizeIncrement, promise);
  }

  @Override
  public void close() {
    if (heads != null) {
      heads.release();
      heads = null;
    }
    super.close();
  }

  private void beforeFrame(ChannelHandlerContext ctx) {
    writeHeads(ctx);
    unflushed = true;
  }

  private ChannelPromise counted(ChannelPromise promise) {
    unsentAnswers++;
    return promise.unvoid().addListener(answerTaken);
  }

  private void onAnswerTaken() {
    unsentAnswers--;
  }
}
