package dev.valence.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A server that echoes messages, and misbehaves where the first letter of a message asks for it.
 * One thread.
 */
final class UnreliableEcho implements AutoCloseable {
  /** Send it back. */
  static final char ECHO = 'e';

  /** Begin the closing handshake with the code 4001. */
  static final char CLOSE = 'c';

  /** Reset the connection. */
  static final char CUT = 'x';

  /** Read nothing for a short while, then go on. */
  static final char STALL = 's';

  /** Read nothing any more, and keep the connection. */
  static final char VANISH = 'v';

  private static final int LARGEST = 1 << 20;
  private static final int STALL_MILLIS = 30;
  private static final int GONE_SECONDS = 20;

  /**
   * The leaks looked for are the client's; to note who touches each eight bytes that are unmasked
   * here would take nearly all of the time.
   */
  private static final ByteBufAllocator UNWATCHED = new UnpooledByteBufAllocator(false, true);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Channel listening;

  UnreliableEcho() {
    listening =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.ALLOCATOR, UNWATCHED)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    open.add(channel);
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(8192),
                            new WebSocketServerCompressionHandler(LARGEST),
                            new WebSocketServerProtocolHandler("/", null, true, LARGEST),
                            new WebSocketFrameAggregator(LARGEST),
                            new Echo());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  String url() {
    return "ws://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort() + "/";
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    open.close().awaitUninterruptibly();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
      switch (frame.content().toString(0, 1, StandardCharsets.ISO_8859_1).charAt(0)) {
        case CLOSE -> ctx.writeAndFlush(new CloseWebSocketFrame(4001, "enough"));
        case CUT -> {
          ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
          cut(ctx);
        }
        case VANISH -> {
          ctx.channel().config().setAutoRead(false);
          // Long after the other side has given up.
          ctx.executor().schedule(() -> cut(ctx), GONE_SECONDS, TimeUnit.SECONDS);
        }
        case STALL -> {
          ctx.channel().config().setAutoRead(false);
          ctx.executor()
              .schedule(
                  () -> ctx.channel().config().setAutoRead(true),
                  STALL_MILLIS,
                  TimeUnit.MILLISECONDS);
          ctx.write(frame.retain());
        }
        default -> ctx.write(frame.retain());
      }
    }

    /** From the front of the pipeline: further back, Netty would say goodbye first. */
    private static void cut(ChannelHandlerContext ctx) {
      ctx.pipeline().firstContext().close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
