package dev.valence.bench.websocket.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The limit: Netty's own WebSocket codec, one event loop, epoll. What comes is answered on the loop
 * itself, and flushed when all that was read has been answered.
 */
final class NettyEcho implements EchoClient {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final URI uri;
  private final Payload payload;
  private final ByteBuf bytes;

  NettyEcho(URI uri, Payload payload) {
    this.uri = uri;
    this.payload = payload;
    this.bytes =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(payload.size()).writeBytes(payload.bytes()).asReadOnly());
  }

  @Override
  public EchoSocket connect(EchoListener listener) throws Exception {
    Socket socket = new Socket(listener);
    new Bootstrap()
        .group(group)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(512, 16 << 10, 256 << 10))
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new HttpClientCodec(),
                        new HttpObjectAggregator(8192),
                        new WebSocketClientProtocolHandler(
                            WebSocketClientProtocolConfig.newBuilder()
                                .webSocketUri(uri)
                                .version(WebSocketVersion.V13)
                                .customHeaders(new DefaultHttpHeaders())
                                .maxFramePayloadLength(2 << 20)
                                .build()),
                        socket);
              }
            })
        .connect(uri.getHost(), uri.getPort())
        .sync();
    socket.open.get(60, TimeUnit.SECONDS);
    return socket;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Socket extends SimpleChannelInboundHandler<WebSocketFrame>
      implements EchoSocket {
    final CompletableFuture<Void> open = new CompletableFuture<>();
    private final EchoListener listener;
    private @Nullable ChannelHandlerContext context;
    private boolean reading;

    Socket(EchoListener listener) {
      this.listener = listener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      context = ctx;
    }

    @Override
    public void send() {
      ChannelHandlerContext ctx = context;
      if (ctx == null) {
        throw new IllegalStateException("not in a pipeline");
      }
      WebSocketFrame frame =
          payload.isText()
              ? new TextWebSocketFrame(bytes.duplicate())
              : new BinaryWebSocketFrame(bytes.duplicate());
      if (reading && ctx.executor().inEventLoop()) {
        ctx.write(frame, ctx.voidPromise());
      } else {
        ctx.writeAndFlush(frame, ctx.voidPromise());
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
      reading = true;
      listener.onMessage(
          frame instanceof TextWebSocketFrame text
              ? text.text().length()
              : frame.content().readableBytes());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      reading = false;
      ctx.flush();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        open.complete(null);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      exceptionCaught(ctx, new IOException("the connection is gone"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      open.completeExceptionally(cause);
      listener.onFailed(cause);
    }
  }
}
