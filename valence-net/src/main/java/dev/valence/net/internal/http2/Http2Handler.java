package dev.valence.net.internal.http2;

import dev.valence.net.internal.exchange.HeaderStrings;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import org.jspecify.annotations.Nullable;

/**
 * Netty's HTTP/2 state machine in a channel's pipeline: puts its parts together, sends the preface,
 * batches flushes, and reports what goes wrong. Frames go to the listener given.
 */
final class Http2Handler extends Http2ConnectionHandler {
  /** What goes on beside frames. */
  interface Events {
    /** The server broke the rules for one stream, which is reset. */
    void onStreamError(int streamId, Http2Exception violation);

    /** The server broke the rules for all; GOAWAY is sent and the channel closed. */
    void onConnectionError(Http2Exception violation);

    /** The transport failed; the channel closes. */
    void onTransportError(Throwable cause);

    /** What the channel had has been read. */
    void onReadComplete();

    void onClosed();
  }

  private static final int SMALL_CONTINUATIONS = 16;

  private static final int USUAL_FIELDS = 12;

  private final Events events;
  private final BatchingFrameWriter writer;
  private final FrameGuard guard;
  private final Runnable scheduledFlush = this::flushScheduled;
  private @Nullable ChannelHandlerContext context;
  private boolean reading;
  private boolean flushScheduled;

  private Http2Handler(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Events events,
      BatchingFrameWriter writer,
      FrameGuard guard) {
    super(decoder, encoder, settings, true, false);
    this.events = events;
    this.writer = writer;
    this.guard = guard;
  }

  static Http2Handler create(
      Http2Limits limits,
      HeaderStrings strings,
      Http2SessionLog log,
      Http2FrameListener frames,
      Events events) {
    Http2Connection streams = new DefaultHttp2Connection(false, 0);
    streams.local().maxActiveStreams(limits.assumedStreams());
    streams
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                streams, new UniformStreamByteDistributor(streams)));
    BatchingFrameWriter writer = new BatchingFrameWriter(limits.unsentAnswers(), log);
    FrameGuard guard =
        new FrameGuard(
            new DefaultHttp2FrameReader(
                new Fields(strings, limits.headerList()), SMALL_CONTINUATIONS),
            new FloodMeter(limits.controlFrames(), limits.controlPeriod(), System::nanoTime),
            writer::isFlooded,
            streams,
            log);
    Http2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(streams, writer);
    DefaultHttp2ConnectionDecoder decoder =
        new DefaultHttp2ConnectionDecoder(
            streams,
            encoder,
            guard,
            Http2PromisedRequestVerifier.ALWAYS_VERIFY,
            true,
            true,
            // The fields check themselves.
            false,
            false);
    decoder.frameListener(frames);
    Http2Settings settings =
        new Http2Settings()
            .headerTableSize(limits.headerTable())
            .pushEnabled(false)
            .initialWindowSize(limits.streamWindow())
            .maxHeaderListSize(limits.headerList());
    try {
      // What is announced holds at once, not first when the server has confirmed it.
      guard.configuration().headersConfiguration().maxHeaderTableSize(limits.headerTable());
      streams.local().flowController().initialWindowSize(limits.streamWindow());
    } catch (Http2Exception e) {
      throw new IllegalArgumentException("HTTP/2 does not have such limits: " + limits, e);
    }
    return new Http2Handler(decoder, encoder, settings, events, writer, guard);
  }

  /** The context in the pipeline. Only once it is there. */
  ChannelHandlerContext context() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("the handler is in no pipeline");
    }
    return ctx;
  }

  BatchingFrameWriter writer() {
    return writer;
  }

  /**
   * Flushes at the end of this turn of the event loop, once for everything that was written in it.
   */
  void flushSoon() {
    if (!reading && !flushScheduled) {
      flushScheduled = true;
      context().executor().execute(scheduledFlush);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
    flushSoon();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    reading = true;
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    events.onReadComplete();
    reading = false;
    super.channelReadComplete(ctx);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    writer.writeHeads(ctx);
    try {
      encoder().flowController().writePendingBytes();
    } catch (Http2Exception e) {
      onError(ctx, true, e);
    }
    // Most reads cause no write, and under TLS even an empty flush costs a call into the engine.
    if (writer.takeUnflushed()) {
      super.flush(ctx);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    reading = false;
    events.onClosed();
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
      super.exceptionCaught(ctx, cause);
    } else {
      events.onTransportError(cause);
      ctx.close();
    }
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException error) {
    Http2Stream stream = connection().stream(error.streamId());
    if (stream == null || stream.state() == Http2Stream.State.CLOSED) {
      // What a stream that is over still gets, or had still to send, was on its way.
      return;
    }
    try {
      guard.countIdleFrame("one with a stream error");
    } catch (Http2Exception flood) {
      onConnectionError(ctx, outbound, flood, flood);
      return;
    }
    events.onStreamError(error.streamId(), error);
    super.onStreamError(ctx, outbound, cause, error);
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception error) {
    if (error == null) {
      // A write failed, or a bug: nothing that the server should hear.
      events.onTransportError(cause);
      ctx.close();
      return;
    }
    events.onConnectionError(error);
    super.onConnectionError(ctx, outbound, cause, error);
  }

  private void flushScheduled() {
    flushScheduled = false;
    ChannelHandlerContext ctx = context();
    if (!ctx.isRemoved()) {
      flush(ctx);
    }
  }

  /** Decodes header blocks straight into our own list. */
  private static final class Fields extends DefaultHttp2HeadersDecoder {
    private final HeaderStrings strings;

    private Fields(HeaderStrings strings, long maxHeaderListSize) {
      super(false, maxHeaderListSize);
      this.strings = strings;
    }

    @Override
    protected Http2Headers newHeaders() {
      return new ReceivedFields(strings, USUAL_FIELDS);
    }
  }
}
