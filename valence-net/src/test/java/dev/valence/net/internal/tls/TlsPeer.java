package dev.valence.net.internal.tls;

import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A server on a port of its own that sends one byte after the handshake, and a way to reach it. */
final class TlsPeer implements AutoCloseable {
  private static final EventLoopGroup GROUP =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  private final Channel server;
  private final AtomicInteger sent = new AtomicInteger();

  /** What a client saw: the protocol agreed on, and its engine. */
  record Connected(String protocol, SslHandler handler) {}

  /** Gives each accepted connection the handler. */
  TlsPeer(Supplier<ChannelHandler> handler) throws InterruptedException {
    this.server =
        new ServerBootstrap()
            .group(GROUP)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Count(), handler.get(), new Greet());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
  }

  /** Bytes sent since last asked. */
  int sent() {
    return sent.getAndSet(0);
  }

  /** Connects, shakes hands, reads the server's byte and hangs up; fails as the handshake does. */
  Connected handshake(TlsContext context, String host, boolean http2) throws Exception {
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    CompletableFuture<String> handshake = new CompletableFuture<>();
    CompletableFuture<Boolean> greeted = new CompletableFuture<>();
    Channel channel =
        new Bootstrap()
            .group(GROUP)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    TlsHandshake.start(
                            channel,
                            context,
                            new LiveTls.Target(host, port, http2, false),
                            Duration.ofSeconds(10),
                            new NetLog().newSource(NetLogSourceType.SOCKET))
                        .whenComplete(
                            (protocol, failure) -> {
                              if (failure == null) {
                                handshake.complete(protocol);
                              } else {
                                handshake.completeExceptionally(failure);
                              }
                            });
                    channel.pipeline().addLast(new Listen(greeted));
                  }
                })
            .connect(server.localAddress())
            .sync()
            .channel();
    try {
      String protocol = handshake.get(20, TimeUnit.SECONDS);
      greeted.get(20, TimeUnit.SECONDS);
      return new Connected(protocol, channel.pipeline().get(SslHandler.class));
    } finally {
      channel.close().sync();
    }
  }

  @Override
  public void close() throws InterruptedException {
    server.close().sync();
  }

  private final class Count extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      sent.addAndGet(((ByteBuf) message).readableBytes());
      context.write(message, promise);
    }
  }

  private static final class Greet extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == SslHandshakeCompletionEvent.SUCCESS) {
        context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'!'}));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // the client's view is what the tests look at
    }
  }

  private static final class Listen extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<Boolean> greeted;

    Listen(CompletableFuture<Boolean> greeted) {
      this.greeted = greeted;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      greeted.complete(true);
    }
  }
}
