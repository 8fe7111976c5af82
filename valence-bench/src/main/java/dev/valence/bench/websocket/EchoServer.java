package dev.valence.bench.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server of the comparison: echoes frames; no extensions. One event loop. */
public final class EchoServer {
  private static final Pattern KEY =
      Pattern.compile("(?i)^Sec-WebSocket-Key:\\s*(\\S+)", Pattern.MULTILINE);

  private EchoServer() {}

  /** Listens on a port of the loopback interface, prints it, and serves until its input ends. */
  public static void main(String[] args) throws Exception {
    Channel listening =
        new ServerBootstrap()
            .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 16 << 10, 256 << 10))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new Opening());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    System.out.println(((InetSocketAddress) listening.localAddress()).getPort());
    while (System.in.read() >= 0) {
      // Lives as long as who started it.
    }
    Runtime.getRuntime().halt(0);
  }

  /** The opening handshake (RFC 6455 §4.2). */
  private static final class Opening extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
        throws Exception {
      String head = in.toString(StandardCharsets.ISO_8859_1);
      if (!head.contains("\r\n\r\n")) {
        return;
      }
      in.skipBytes(in.readableBytes());
      Matcher key = KEY.matcher(head);
      if (!key.find()) {
        ctx.close();
        return;
      }
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.ISO_8859_1));
      ctx.pipeline().replace(this, null, new FrameEcho());
      ctx.writeAndFlush(
          Unpooled.copiedBuffer(
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                  + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                  + Base64.getEncoder().encodeToString(digest)
                  + "\r\n\r\n",
              StandardCharsets.ISO_8859_1));
    }
  }
}
