package dev.valence.net.internal.http2;

import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.Exchange;
import dev.valence.net.internal.exchange.ExchangeListener;
import dev.valence.net.internal.exchange.HeaderStrings;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.net.internal.tls.TlsErrors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 connection (RFC 9113): as many exchanges at once as the server allows. */
public final class Http2Connection implements HttpConnection {
  private static final long PROBE = 0x76616c656e6365L;

  private final Channel channel;
  private final Http2Limits limits;
  private final Http2SessionLog log;
  private final Http2Handler handler;
  private final ConnectionWindow window;
  private final Liveness liveness;
  private final Http2Exchange.Port port = new ExchangePort();
  private final io.netty.handler.codec.http2.Http2Connection streams;
  private final io.netty.handler.codec.http2.Http2Connection.PropertyKey exchangeKey;
  private final RequestFields requestFields;
  private final WireTexts texts = new WireTexts();
  private final List<Http2Exchange> undelivered = new ArrayList<>();
  private @Nullable Owner owner;
  private @Nullable NetException failure;
  private int nextStreamId = 1;
  private int active;
  private int mostActive;
  private boolean answered;
  private boolean takesWebSockets;
  private boolean retired;

  private Http2Connection(
      Channel channel, HeaderStrings strings, Http2Limits limits, Http2SessionLog log) {
    this.log = log;
    this.channel = channel;
    this.limits = limits;
    this.mostActive = limits.assumedStreams();
    this.requestFields = new RequestFields(texts);
    this.handler = Http2Handler.create(limits, strings, log, new Frames(), new Events());
    this.streams = handler.connection();
    this.exchangeKey = streams.newKey();
    this.window = new ConnectionWindow(streams, limits.connectionWindow());
    this.liveness = new Liveness(channel.eventLoop(), limits, new Probe());
    streams.addListener(new StreamStates());
  }

  /** Takes over an open channel on its event loop; it can take exchanges at once. */
  public static Http2Connection open(Channel channel, HeaderStrings strings, Http2SessionLog log) {
    return open(channel, strings, Http2Limits.DEFAULT, log);
  }

  /** The same with other limits. */
  public static Http2Connection open(
      Channel channel, HeaderStrings strings, Http2Limits limits, Http2SessionLog log) {
    Http2Connection connection = new Http2Connection(channel, strings, limits, log);
    channel.pipeline().addLast(connection.handler);
    connection.window.open();
    return connection;
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_2;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void owner(Owner newOwner) {
    owner = newOwner;
  }

  @Override
  public boolean isAvailable() {
    return !retired && active < mostActive && channel.isActive();
  }

  @Override
  public boolean takesWebSockets() {
    return takesWebSockets;
  }

  @Override
  public int activeExchanges() {
    return active;
  }

  @Override
  public Exchange start(OutgoingRequest request, ExchangeListener listener) {
    liveness.beforeRequest();
    Http2Exchange exchange = new Http2Exchange(request, listener, port, answered);
    exchange.send();
    return exchange;
  }

  @Override
  public void close(NetException reason) {
    retire();
    failAll(reason);
    ChannelHandlerContext ctx = handler.context();
    if (channel.isActive() && !streams.goAwaySent()) {
      handler.goAway(ctx, 0, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
      handler.flush(ctx);
    }
    channel.close();
  }

  private void retire() {
    if (!retired) {
      retired = true;
      Owner to = owner;
      if (to != null) {
        to.onRetired(this);
      }
    }
  }

  /** Nothing more will come: whatever runs fails, each with the reason that was known first. */
  private void failAll(NetException reason) {
    if (failure == null) {
      failure = reason;
    }
    NetException first = failure;
    forEachExchange(exchange -> exchange.onConnectionLost(first));
  }

  private void forEachExchange(Consumer<Http2Exchange> action) {
    try {
      streams.forEachActiveStream(
          stream -> {
            Http2Exchange exchange = exchange(stream);
            if (exchange != null) {
              action.accept(exchange);
            }
            return true;
          });
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Http2Exchange exchange(@Nullable Http2Stream stream) {
    return stream == null ? null : stream.getProperty(exchangeKey);
  }

  private void deliverHeads() {
    // Delivering may start exchanges, but adds no head.
    for (int i = 0; i < undelivered.size(); i++) {
      undelivered.get(i).deliverHead();
    }
    undelivered.clear();
  }

  private void closeWhenDrained() {
    if (retired && active == 0 && channel.isActive()) {
      close(new NetException(NetError.CONNECTION_CLOSED));
    }
  }

  /** What an exchange may ask of its connection. */
  private final class ExchangePort implements Http2Exchange.Port {
    @Override
    public Channel channel() {
      return channel;
    }

    @Override
    public Http2Limits limits() {
      return limits;
    }

    @Override
    public Http2Stream open(Http2Exchange exchange, OutgoingRequest request, boolean endStream)
        throws Http2Exception {
      int id = nextStreamId;
      nextStreamId += 2;
      if (nextStreamId < 0) {
        // RFC 9113 §5.1.1: numbers are not used again.
        retire();
      }
      Http2Stream stream = streams.local().createStream(id, endStream);
      active++;
      stream.setProperty(exchangeKey, exchange);
      stream.headersSent(false);
      ChannelHandlerContext ctx = handler.context();
      try {
        handler.writer().writeHead(ctx, id, requestFields.head(request), endStream);
        if (log.isCapturing()) {
          log.sentHeaders(id, requestFields.toHeaderList(), endStream);
        }
        if (exchange.isObserved()) {
          exchange.onHeadSent(requestFields.toHeaderList());
        }
      } catch (Http2Exception e) {
        // The server's HPACK table no longer matches ours.
        handler.onError(ctx, true, e);
        throw e;
      }
      handler.flushSoon();
      return stream;
    }

    @Override
    public void write(Http2Stream stream, ByteBuf piece, Consumer<@Nullable Throwable> taken) {
      ChannelHandlerContext ctx = handler.context();
      handler
          .encoder()
          .writeData(ctx, stream.id(), piece, 0, false, ctx.newPromise())
          .addListener(done -> taken.accept(done.cause()));
      handler.flushSoon();
    }

    @Override
    public void flush() {
      handler.flush(handler.context());
    }

    @Override
    public void writeEnd(Http2Stream stream, HeaderList trailers) {
      ChannelHandlerContext ctx = handler.context();
      if (trailers.isEmpty()) {
        handler
            .encoder()
            .writeData(ctx, stream.id(), Unpooled.EMPTY_BUFFER, 0, true, ctx.newPromise());
      } else {
        Http2Headers fields = new RequestFields(texts).trailers(trailers);
        handler.encoder().writeHeaders(ctx, stream.id(), fields, 0, true, ctx.newPromise());
        if (log.isCapturing()) {
          log.sentHeaders(stream.id(), trailers, true);
        }
      }
      handler.flushSoon();
    }

    @Override
    public void reset(Http2Stream stream, Http2Error code) {
      if (channel.isActive() && !stream.isResetSent()) {
        ChannelHandlerContext ctx = handler.context();
        handler.encoder().writeRstStream(ctx, stream.id(), code.code(), ctx.newPromise());
        handler.flushSoon();
      }
    }

    @Override
    public void consumed(Http2Stream stream, int bytes) {
      if (window.consumed(stream, bytes)) {
        handler.flushSoon();
      }
    }

    @Override
    public void hold(int bytes) {
      window.hold(bytes);
    }

    @Override
    public void releaseHeld(int bytes) {
      if (channel.isActive() && window.releaseHeld(bytes)) {
        handler.flushSoon();
      }
    }

    @Override
    public void deliverLater(Http2Exchange exchange) {
      undelivered.add(exchange);
    }
  }

  /** Frames that Netty's state machine has found in order. */
  private final class Frames extends Http2FrameAdapter {
    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers headers,
        int streamDependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endStream)
        throws Http2Exception {
      answered = true;
      Http2Exchange exchange = exchange(streams.stream(streamId));
      if (exchange != null) {
        exchange.onHeaders((ReceivedFields) headers, endStream);
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
        throws Http2Exception {
      Http2Exchange exchange = exchange(streams.stream(streamId));
      if (exchange == null || exchange.isOver()) {
        return data.readableBytes() + padding;
      }
      exchange.onData(data, endOfStream);
      return padding;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
      Http2Exchange exchange = exchange(streams.stream(streamId));
      if (exchange != null) {
        exchange.onReset(errorCode);
      }
    }

    @Override
    public void onGoAwayRead(
        ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
      retire();
      NetException reason = Http2Errors.goneAway(errorCode);
      forEachExchange(
          exchange -> {
            if (exchange.streamId() > lastStreamId) {
              exchange.onRefused(reason);
            }
          });
      if (reason.error() == NetError.HTTP_1_1_REQUIRED) {
        close(reason);
      } else {
        closeWhenDrained();
      }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
        throws Http2Exception {
      Boolean connectProtocol = settings.connectProtocolEnabled();
      if (connectProtocol != null) {
        if (takesWebSockets && !connectProtocol) {
          // RFC 8441 §3
          throw connectionError(
              Http2Error.PROTOCOL_ERROR, "SETTINGS_ENABLE_CONNECT_PROTOCOL is taken back");
        }
        takesWebSockets = connectProtocol;
      }
      Long most = settings.maxConcurrentStreams();
      if (most != null) {
        boolean wasFull = !isAvailable();
        mostActive = (int) Math.min(most, limits.mostStreams());
        Owner to = owner;
        if (wasFull && isAvailable() && to != null) {
          to.onAvailable(Http2Connection.this);
        }
      }
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
      if (data == PROBE) {
        liveness.onPingAnswered();
      }
    }
  }

  private final class StreamStates extends Http2ConnectionAdapter {
    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
      Http2Exchange exchange = exchange(stream);
      if (exchange != null && stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
        exchange.onServerDone();
      }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      Http2Exchange exchange = exchange(stream);
      if (exchange == null) {
        return;
      }
      active--;
      Owner to = owner;
      if (!retired && to != null && channel.isActive()) {
        to.onAvailable(Http2Connection.this);
      }
      exchange.onServerDone();
      if (retired) {
        channel.eventLoop().execute(Http2Connection.this::closeWhenDrained);
      }
    }
  }

  private final class Events implements Http2Handler.Events {
    @Override
    public void onStreamError(int streamId, Http2Exception violation) {
      Http2Exchange exchange = exchange(streams.stream(streamId));
      if (exchange != null) {
        exchange.onFailed(Http2Errors.found(violation));
      }
    }

    @Override
    public void onConnectionError(Http2Exception violation) {
      retire();
      failAll(Http2Errors.found(violation));
    }

    @Override
    public void onTransportError(Throwable cause) {
      retire();
      if (failure == null) {
        failure = TlsErrors.toNetException(cause);
      }
    }

    @Override
    public void onReadComplete() {
      liveness.onRead();
      deliverHeads();
    }

    @Override
    public void onClosed() {
      retire();
      liveness.stop();
      deliverHeads();
      NetException closed = new NetException(NetError.CONNECTION_CLOSED);
      failAll(closed);
      log.closed(failure == null ? closed : failure);
    }
  }

  private final class Probe implements Liveness.Port {
    @Override
    public void sendPing() {
      ChannelHandlerContext ctx = handler.context();
      handler.encoder().writePing(ctx, false, PROBE, ctx.newPromise());
      handler.flushSoon();
    }

    @Override
    public void onDead() {
      retire();
      failAll(
          new NetException(
              NetError.HTTP2_PING_FAILED,
              "the server did not answer within " + limits.pingLimit().toMillis() + " ms",
              null));
      channel.close();
    }
  }
}
