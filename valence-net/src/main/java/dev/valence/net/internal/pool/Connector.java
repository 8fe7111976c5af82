package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetTimeoutException;
import dev.valence.net.Timeouts;
import dev.valence.net.internal.dns.EndpointResolver;
import dev.valence.net.internal.exchange.HeaderStrings;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.http1.Http1Connection;
import dev.valence.net.internal.http2.Http2Connection;
import dev.valence.net.internal.http2.Http2SessionLog;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.netlog.SocketRecord;
import dev.valence.net.internal.tls.LiveTls;
import dev.valence.net.internal.tunnel.HttpTunnel;
import dev.valence.net.internal.tunnel.Tunnel;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one session makes connections: its sockets, its TLS, its protocols. Confined to the network
 * thread.
 */
public final class Connector {
  private static final int LARGEST_READ_BYTES = 256 * 1024;
  private static final WriteBufferWaterMark WRITE_MARKS =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private final EventLoop loop;
  private final EndpointResolver resolver;
  private final Bootstrap bootstrap;
  private final LiveTls tls;
  private final boolean http2PriorKnowledge;
  private final Supplier<String> userAgent;
  private final SocksLogin socksLogin;
  private final NetLog netLog;
  private final HeaderStrings strings = new HeaderStrings();

  /**
   * Connections of one session.
   *
   * @param userAgent what HTTP proxies hear
   */
  public Connector(
      Platform platform,
      EventLoop loop,
      EndpointResolver resolver,
      LiveTls tls,
      boolean http2PriorKnowledge,
      Supplier<String> userAgent,
      SocksLogin socksLogin) {
    this.loop = loop;
    this.userAgent = userAgent;
    this.socksLogin = socksLogin;
    this.netLog = platform.netLog();
    this.resolver = resolver;
    this.tls = tls;
    this.http2PriorKnowledge = http2PriorKnowledge;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(platform.socketClass())
            .option(ChannelOption.TCP_NODELAY, true)
            // Large reads: Netty's adaptive allocator makes and clears a new buffer for each.
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.SO_KEEPALIVE, true)
            // What a server says at once waits until there is a handler to hear it.
            .option(ChannelOption.AUTO_READ, false)
            // Limits are the race's: see Timeouts.connect.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(256, 4096, LARGEST_READ_BYTES))
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    // The handlers come when the race of addresses has a winner.
                  }
                });
  }

  EventLoop loop() {
    return loop;
  }

  EndpointResolver resolver() {
    return resolver;
  }

  LiveTls tls() {
    return tls;
  }

  Bootstrap bootstrap() {
    return bootstrap;
  }

  NetLog netLog() {
    return netLog;
  }

  /** Whether a new connection for this key may turn out to be HTTP/2. */
  boolean offersHttp2(PoolKey key) {
    return !key.webSocket() && (key.secure() || (http2PriorKnowledge && !key.speaksToProxy()));
  }

  /** What asks the proxy of the key for a way to its origin; it is not begun. */
  CompletableFuture<Tunnel> tunnel(
      Channel channel,
      PoolKey key,
      Timeouts timeouts,
      NetLogWithSource log,
      Tunnel.Outcome outcome) {
    if (!key.proxy().scheme().isSocks()) {
      Http1Connection proxy = http1(channel);
      channel.config().setAutoRead(true);
      return CompletableFuture.completedFuture(
          new HttpTunnel(
              proxy, key.proxy(), key.authority(), userAgent.get(), timeouts, log, outcome));
    }
    return SocksTunnels.make(channel, key, resolver, socksLogin, timeouts.connect(), log, outcome);
  }

  /**
   * Makes a connection of a channel that leads to the origin, or to the proxy that is to be spoken
   * to: TLS where the key says so, then the protocol both sides speak.
   */
  CompletableFuture<HttpConnection> negotiate(
      Channel channel, PoolKey key, boolean offerHttp2, Duration limit) {
    if (!key.secure()) {
      if (!channel.isActive()) {
        return CompletableFuture.failedFuture(new NetException(NetError.CONNECTION_CLOSED));
      }
      HttpConnection connection = offerHttp2 ? http2(channel, key) : http1(channel);
      channel.config().setAutoRead(true);
      return CompletableFuture.completedFuture(connection);
    }
    return secure(
            channel,
            new LiveTls.Target(key.bareHost(), key.port(), offerHttp2, key.privacyMode()),
            limit)
        .thenApply(
            protocol ->
                protocol.equals(ApplicationProtocolNames.HTTP_2)
                    ? http2(channel, key)
                    : http1(channel));
  }

  /**
   * Puts TLS on a channel, above what it has already. Completes on the network thread, with the
   * protocol that was agreed on.
   */
  CompletableFuture<String> secure(Channel channel, LiveTls.Target target, Duration limit) {
    SocketRecord socket = SocketRecord.of(channel);
    if (socket != null) {
      socket.handshakeBegins();
    }
    CompletableFuture<String> handshake =
        tls.handshake(
            channel,
            target,
            limit,
            socket != null ? socket.log() : netLog.newSource(NetLogSourceType.SOCKET));
    CompletableFuture<String> outcome = new CompletableFuture<>();
    handshake.whenComplete(
        (agreed, refusal) -> {
          if (socket != null) {
            socket.handshakeEnded();
          }
          if (agreed == null) {
            outcome.completeExceptionally(handshakeFailure(refusal, limit));
          } else {
            outcome.complete(agreed);
          }
        });
    return outcome;
  }

  private static NetException handshakeFailure(@Nullable Throwable refusal, Duration limit) {
    if (refusal != null && refusal.getCause() instanceof SslHandshakeTimeoutException) {
      return new NetTimeoutException(NetTimeoutException.Phase.TLS, limit);
    }
    return refusal instanceof NetException error
        ? error
        : new NetException(NetError.SSL_PROTOCOL_ERROR, refusal);
  }

  private Http1Connection http1(Channel channel) {
    SocketRecord.follow(channel);
    Http1Connection connection = new Http1Connection(channel, strings);
    channel.pipeline().addLast(connection);
    return connection;
  }

  private HttpConnection http2(Channel channel, PoolKey key) {
    SocketRecord.follow(channel);
    NetLogWithSource source = netLog.newSource(NetLogSourceType.HTTP2_SESSION);
    Http2SessionLog log = new Http2SessionLog(source);
    SocketRecord socket = SocketRecord.of(channel);
    if (socket != null) {
      socket.session(source);
      log.opened(key.authority(), key.proxy().toPacString(), socket.log().source());
    }
    return Http2Connection.open(channel, strings, log);
  }
}
