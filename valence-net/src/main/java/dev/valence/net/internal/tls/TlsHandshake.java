package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import java.nio.channels.ClosedChannelException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of one new connection. Unlike {@link SslHandler#handshakeFuture} it tells a reset
 * from an orderly end, which reach the pipeline as different things. Takes itself out of the
 * pipeline when done.
 */
public final class TlsHandshake extends ChannelInboundHandlerAdapter {
  /** Set where a connection must not serve other hosts, though its certificate covers them. */
  private static final AttributeKey<Boolean> OWN_HOST_ONLY =
      AttributeKey.valueOf(TlsHandshake.class, "OWN_HOST_ONLY");

  /** Set where a judge accepted a certificate that has errors. */
  private static final AttributeKey<Boolean> CERTIFICATE_ERROR =
      AttributeKey.valueOf(TlsHandshake.class, "CERTIFICATE_ERROR");

  private final CompletableFuture<String> protocol = new CompletableFuture<>();
  private final TlsContext context;
  private final LiveTls.Target target;
  private final HandshakeScope scope;
  private final SslHandler tls;

  private TlsHandshake(
      TlsContext context, LiveTls.Target target, HandshakeScope scope, SslHandler tls) {
    this.context = context;
    this.target = target;
    this.scope = scope;
    this.tls = tls;
  }

  /**
   * Appends TLS to a channel's pipeline and shakes hands as soon as it is connected. Call it on the
   * channel's event loop, where the future completes too.
   *
   * @param limit how long it may take; zero means no limit
   * @return the protocol that was agreed on, {@code h2} or {@code http/1.1} (also where the server
   *     names none); or fails with a {@link NetException}, the channel being closed
   */
  static CompletableFuture<String> start(
      Channel channel,
      TlsContext context,
      LiveTls.Target target,
      Duration limit,
      NetLogWithSource log) {
    log.begin(NetLogEventType.SSL_CONNECT);
    HandshakeScope scope = new HandshakeScope(log);
    SslHandler tls = context.newHandler(channel.alloc(), target, scope);
    tls.setHandshakeTimeoutMillis(limit.toMillis());
    TlsHandshake handshake = new TlsHandshake(context, target, scope, tls);
    channel.pipeline().addLast(tls, handshake);
    return handshake.protocol;
  }

  /**
   * Whether a connection may serve other hosts that its certificate covers: not where a client
   * certificate was shown or a judge had a word, as in Chromium ({@code SpdySession::CanPool}).
   */
  public static boolean mayServeOtherHosts(Channel channel) {
    return !channel.hasAttr(OWN_HOST_ONLY);
  }

  /**
   * Whether the server that the last handshake was with has a certificate with errors, which a
   * judge accepted all the same.
   */
  public static boolean hasCertificateError(Channel channel) {
    return channel.hasAttr(CERTIFICATE_ERROR)
        && Boolean.TRUE.equals(channel.attr(CERTIFICATE_ERROR).get());
  }

  /**
   * The certificate of whom the last handshake was with: the server, where it is reached through an
   * HTTPS proxy. Null without TLS.
   */
  public static @Nullable X509Certificate peerCertificate(Channel channel) {
    SslHandler last = null;
    for (Map.Entry<String, ChannelHandler> entry : channel.pipeline()) {
      if (entry.getValue() instanceof SslHandler tls) {
        last = tls;
      }
    }
    if (last == null) {
      return null;
    }
    try {
      Certificate[] chain = last.engine().getSession().getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? leaf : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completion) {
      if (completion.isSuccess()) {
        succeed(ctx);
      } else if (!(completion.cause() instanceof ClosedChannelException)) {
        fail(ctx, completion.cause());
      }
      // A closed channel is told by channelInactive, behind the reset that may be its cause.
    }
    ctx.fireUserEventTriggered(event);
  }

  private void succeed(ChannelHandlerContext ctx) {
    scope.end();
    String agreed = tls.applicationProtocol();
    String spoken = agreed == null ? "http/1.1" : agreed;
    if (context.isJudged() || context.wasShownTo(target)) {
      ctx.channel().attr(OWN_HOST_ONLY).set(true);
    }
    if (context.isJudged()) {
      ctx.channel().attr(CERTIFICATE_ERROR).set(context.hasOverruled(target));
    }
    NetLogWithSource log = scope.log();
    if (log.isCapturing()) {
      SSLSession session = tls.engine().getSession();
      log.end(
          NetLogEventType.SSL_CONNECT,
          fields ->
              fields
                  .put("version", session.getProtocol())
                  .put("cipher_suite_name", session.getCipherSuite())
                  .put("next_proto", agreed == null ? "unknown" : agreed));
    }
    if (context.wasAskedBy(target)) {
      // In TLS 1.3 a server tells only now what it thinks of the client's certificate.
      ctx.pipeline().replace(this, null, new LateRefusal());
    } else {
      ctx.pipeline().remove(this);
    }
    protocol.complete(spoken);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, new ClosedChannelException());
    ctx.fireChannelInactive();
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    scope.end();
    if (protocol.isDone()) {
      return;
    }
    NetException failure = failure(cause);
    NetLogWithSource log = scope.log();
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.SSL_HANDSHAKE_ERROR,
          fields ->
              fields.put("net_error", failure.error().code()).put("detail", failure.detail()));
      log.endWithError(NetLogEventType.SSL_CONNECT, failure);
    }
    protocol.completeExceptionally(failure);
    ctx.close();
  }

  private NetException failure(Throwable cause) {
    NetException own = scope.refusal();
    if (own != null) {
      return own;
    }
    NetException failure = TlsErrors.toNetException(cause);
    boolean aboutClient = context.wasAskedBy(target);
    if (aboutClient && TlsErrors.isHandshakeFailureAlert(cause) && !context.wasShownTo(target)) {
      // As SSLClientSocketImpl: a server that wanted a certificate says no more than this.
      failure =
          new NetException(
              NetError.BAD_SSL_CLIENT_AUTH_CERT,
              target.host() + " asks for a client certificate, and none was shown",
              cause);
    }
    if (aboutClient && failure.error() == NetError.BAD_SSL_CLIENT_AUTH_CERT) {
      context.forgetChoice(target);
    }
    return failure;
  }

  /** Waits for the server's alert about the client's certificate, behind the handshake. */
  private final class LateRefusal extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (cause instanceof DecoderException || cause instanceof SSLException) {
        NetException failure = TlsErrors.toNetException(cause);
        if (failure.error() == NetError.BAD_SSL_CLIENT_AUTH_CERT) {
          context.forgetChoice(target);
        }
      }
      ctx.fireExceptionCaught(cause);
    }
  }
}
