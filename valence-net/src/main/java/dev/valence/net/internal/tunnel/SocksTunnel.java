package dev.valence.net.internal.tunnel;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetTimeoutException;
import dev.valence.net.internal.exchange.PhaseTimer;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyServer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the versions of SOCKS have in common: messages by Netty's codec, one at a time. */
abstract class SocksTunnel extends ChannelInboundHandlerAdapter implements Tunnel {
  /** The longest name, user or password: its length is one byte. */
  static final int MOST_BYTES = 255;

  final Channel channel;
  final ProxyServer proxy;
  final String target;
  private final NetLogEventType event;
  private final NetLogWithSource log;
  private final Outcome outcome;
  private final PhaseTimer timer;
  private final Duration limit;
  private final List<ChannelHandler> codecs = new ArrayList<>(3);
  private boolean over;

  SocksTunnel(
      Channel channel,
      ProxyServer proxy,
      String target,
      Duration limit,
      NetLogEventType event,
      NetLogWithSource log,
      Outcome outcome) {
    this.channel = channel;
    this.proxy = proxy;
    this.target = target;
    this.event = event;
    this.log = log;
    this.outcome = outcome;
    this.limit = limit;
    this.timer = new PhaseTimer(channel.eventLoop(), (phase, time) -> onTimeout(time));
  }

  @Override
  public final void open() {
    log.begin(event);
    if (!channel.isActive()) {
      fail(closed(), Leg.ROUTE);
      return;
    }
    channel.pipeline().addLast(this);
    begin();
    if (!over) {
      channel.config().setAutoRead(true);
    }
  }

  /** Sends the first message, or fails. */
  abstract void begin();

  /** The proxy's next message; null when it is none. */
  abstract void onMessage(Object message);

  /** Adds a part of the codec before this handler. */
  final void add(ChannelHandler codec) {
    codecs.add(codec);
    channel.pipeline().addBefore(channel.pipeline().context(this).name(), null, codec);
  }

  /** Takes a part of the codec out. */
  final void remove(ChannelHandler codec) {
    if (codecs.remove(codec)) {
      channel.pipeline().remove(codec);
    }
  }

  /** Sends a message, whose answer is due within the limit. */
  final void say(Object message) {
    timer.start(NetTimeoutException.Phase.TUNNEL, limit);
    channel.writeAndFlush(message, channel.voidPromise());
  }

  final void opened() {
    if (over) {
      return;
    }
    over();
    log.end(event);
    channel.config().setAutoRead(false);
    for (ChannelHandler codec : codecs) {
      channel.pipeline().remove(codec);
    }
    channel.pipeline().remove(this);
    outcome.onOpen();
  }

  final void fail(NetException error, Leg leg) {
    if (!over) {
      over();
      log.endWithError(event, error);
      outcome.onFailed(error, leg);
    }
  }

  final void fail(SocksReplies.Refusal refusal) {
    fail(refusal.error(), refusal.leg());
  }

  /** Bytes that are no SOCKS. */
  final void failMalformed(DecoderResult result) {
    fail(
        new NetException(
            NetError.SOCKS_CONNECTION_FAILED,
            "the proxy " + proxy + " does not answer as a " + proxy.scheme().uriScheme() + " proxy",
            result.cause()),
        Leg.ROUTE);
  }

  final boolean isOver() {
    return over;
  }

  @Override
  public final void channelRead(ChannelHandlerContext context, Object message) {
    if (over || message instanceof ByteBuf) {
      ReferenceCountUtil.release(message);
    } else {
      onMessage(message);
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      fail(
          new NetException(
              NetError.CONNECTION_RESET, "by the proxy " + proxy + " before it connected", cause),
          Leg.ROUTE);
    } else {
      failMalformed(DecoderResult.failure(cause));
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    fail(closed(), Leg.ROUTE);
  }

  private NetException closed() {
    return new NetException(
        NetError.SOCKS_CONNECTION_FAILED,
        "the proxy " + proxy + " closed the connection before it connected to " + target,
        null);
  }

  private void onTimeout(Duration time) {
    fail(new NetTimeoutException(NetTimeoutException.Phase.TUNNEL, time), Leg.ROUTE);
  }

  @Override
  public final void cancel() {
    over();
  }

  private void over() {
    over = true;
    timer.stop();
  }

  /** Text as the bytes of its UTF-8, one char each: Netty writes the low byte of each char. */
  static @Nullable String bytesOf(String text) {
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return utf8.length > MOST_BYTES
        ? null
        : new String(utf8, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
