package dev.valence.net.internal.netlog;

import dev.valence.net.ConnectionFacts;
import dev.valence.net.HttpVersion;
import dev.valence.net.proxy.ProxyServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one socket: its source in the net log, and when its parts were done. It lies at
 * the channel. While somebody listens to the net log, handlers in the pipeline tell of the bytes.
 * Confined to the network thread.
 */
public final class SocketRecord {
  private static final AttributeKey<SocketRecord> KEY =
      AttributeKey.valueOf(SocketRecord.class, "record");
  private static final String RAW = "netlog-socket";
  private static final String PLAIN = "netlog-tls";

  private final Channel channel;
  private final NetLogWithSource log;
  private long lookUpBegan;
  private long lookUpEnded;
  private long connected;
  private long handshakeBegan;
  private long handshakeEnded;
  private int uses;
  private @Nullable NetLogWithSource session;

  private SocketRecord(Channel channel, NetLogWithSource log) {
    this.channel = channel;
    this.log = log;
  }

  /** The record of a socket that is about to connect, made for this source. */
  public static SocketRecord begin(Channel channel, NetLogWithSource owner) {
    SocketRecord record = new SocketRecord(channel, owner.log().newSource(NetLogSourceType.SOCKET));
    channel.attr(KEY).set(record);
    NetLogWithSource log = record.log;
    if (log.isCapturing()) {
      log.begin(
          NetLogEventType.SOCKET_ALIVE, fields -> fields.put("source_dependency", owner.source()));
    }
    channel.closeFuture().addListener(closed -> record.onClosed());
    return record;
  }

  /** The record of a channel; null where it has none. */
  public static @Nullable SocketRecord of(Channel channel) {
    return channel.attr(KEY).get();
  }

  public NetLogWithSource log() {
    return log;
  }

  /** The name was looked up from the one to the other, by {@link System#nanoTime}. */
  public void lookedUp(long began, long ended) {
    lookUpBegan = began;
    lookUpEnded = ended;
  }

  public void connected() {
    connected = System.nanoTime();
  }

  /** TLS begins, with the server or, before that, with an HTTPS proxy. */
  public void handshakeBegins() {
    handshakeBegan = System.nanoTime();
    handshakeEnded = 0;
  }

  public void handshakeEnded() {
    handshakeEnded = System.nanoTime();
  }

  /** An HTTP/2 session speaks over it. */
  public void session(NetLogWithSource source) {
    session = source;
  }

  /** The HTTP/2 session that speaks over it; null where there is none. */
  public @Nullable NetLogWithSource session() {
    return session;
  }

  /** Another request is about to be sent; tells whether it is not the first. */
  public boolean use() {
    return uses++ > 0;
  }

  /** Adds or removes the handlers that tell of bytes, as somebody listens or not. */
  public static void follow(Channel channel) {
    SocketRecord record = of(channel);
    if (record != null) {
      record.follow();
    }
  }

  private void follow() {
    ChannelPipeline pipeline = channel.pipeline();
    boolean wanted = log.isCapturing() && channel.isOpen();
    if (wanted && pipeline.get(RAW) == null) {
      pipeline.addFirst(RAW, SocketBytes.raw(log));
    } else if (!wanted && pipeline.get(RAW) != null) {
      pipeline.remove(RAW);
    }
    ChannelHandlerContext tls = pipeline.context(SslHandler.class);
    if (wanted && tls != null && pipeline.get(PLAIN) == null) {
      pipeline.addAfter(tls.name(), PLAIN, SocketBytes.plain(log));
    } else if (!wanted && pipeline.get(PLAIN) != null) {
      pipeline.remove(PLAIN);
    }
  }

  private void onClosed() {
    if (log.isCapturing()) {
      log.event(NetLogEventType.SOCKET_CLOSED);
      log.end(NetLogEventType.SOCKET_ALIVE);
    }
  }

  /**
   * What a request that is about to be sent should know.
   *
   * @param secure whether TLS is spoken with the server, not only with the proxy
   */
  public ConnectionFacts facts(
      HttpVersion version, ProxyServer proxy, boolean secure, boolean reused) {
    SslHandler tls = secure ? lastTls(channel.pipeline()) : null;
    SSLSession session = tls == null ? null : tls.engine().getSession();
    long serverReached = secure ? handshakeBegan : Math.max(connected, handshakeEnded);
    return new ConnectionFacts(
        log.source().id(),
        version,
        text(channel.remoteAddress()),
        text(channel.localAddress()),
        proxy,
        session == null ? null : session.getProtocol(),
        session == null ? null : session.getCipherSuite(),
        reused,
        between(lookUpBegan, lookUpEnded),
        between(lookUpEnded, serverReached),
        secure ? between(handshakeBegan, handshakeEnded) : null);
  }

  /** The server's, which lies above that of an HTTPS proxy. */
  private static @Nullable SslHandler lastTls(ChannelPipeline pipeline) {
    SslHandler last = null;
    for (Map.Entry<String, ChannelHandler> entry : pipeline) {
      if (entry.getValue() instanceof SslHandler tls) {
        last = tls;
      }
    }
    return last;
  }

  /** An address as Chromium writes it. */
  public static @Nullable String text(@Nullable SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return address == null ? null : address.toString();
    }
    String host = inet.getAddress().getHostAddress();
    int zone = host.indexOf('%');
    String bare = zone < 0 ? host : host.substring(0, zone);
    return (bare.indexOf(':') >= 0 ? "[" + bare + "]" : bare) + ":" + inet.getPort();
  }

  private static @Nullable Duration between(long began, long ended) {
    return began == 0 || ended == 0 ? null : Duration.ofNanos(Math.max(0, ended - began));
  }
}
