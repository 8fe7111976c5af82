package dev.valence.net.internal.tls;

import dev.valence.net.NetException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The handshake of one new connection. Unlike {@link SslHandler#handshakeFuture} it tells a reset
 * from an orderly end, which reach the pipeline as different things. Takes itself out of the
 * pipeline when done.
 */
public final class TlsHandshake extends ChannelInboundHandlerAdapter {
  private final CompletableFuture<String> protocol = new CompletableFuture<>();
  private final SslHandler tls;

  private TlsHandshake(SslHandler tls) {
    this.tls = tls;
  }

  /**
   * Appends TLS to a channel's pipeline and shakes hands as soon as it is connected. Call it on the
   * channel's event loop, where the future completes too.
   *
   * @param host a name or IP literal, as a URL serialises it
   * @param limit how long it may take; zero means no limit
   * @return the protocol that was agreed on, {@code h2} or {@code http/1.1} (also where the server
   *     names none); or fails with a {@link NetException}, the channel being closed
   */
  public static CompletableFuture<String> start(
      Channel channel,
      TlsContext context,
      String host,
      int port,
      boolean offerHttp2,
      Duration limit) {
    SslHandler tls = context.newHandler(channel.alloc(), host, port, offerHttp2);
    tls.setHandshakeTimeoutMillis(limit.toMillis());
    TlsHandshake handshake = new TlsHandshake(tls);
    channel.pipeline().addLast(tls, handshake);
    return handshake.protocol;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completion) {
      if (completion.isSuccess()) {
        String agreed = tls.applicationProtocol();
        context.pipeline().remove(this);
        protocol.complete(agreed == null ? "http/1.1" : agreed);
      } else if (!(completion.cause() instanceof ClosedChannelException)) {
        fail(context, completion.cause());
      }
      // A closed channel is told by channelInactive, behind the reset that may be its cause.
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(context, cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail(context, new ClosedChannelException());
    context.fireChannelInactive();
  }

  private void fail(ChannelHandlerContext context, Throwable cause) {
    if (protocol.completeExceptionally(TlsErrors.toNetException(cause))) {
      context.close();
    }
  }
}
