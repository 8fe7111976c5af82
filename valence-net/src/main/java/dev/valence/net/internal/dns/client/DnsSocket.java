package dev.valence.net.internal.dns.client;

import dev.valence.net.internal.dns.wire.DnsMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket that sends one query and hands over what comes back, and that it broke. Confined to the
 * network thread.
 */
final class DnsSocket {
  private static final int LARGEST_DATAGRAM = 4096;

  private final Consumer<byte[]> received;
  private final Consumer<Throwable> broken;
  private @Nullable ChannelFuture opening;
  private boolean closed;

  private DnsSocket(Consumer<byte[]> received, Consumer<Throwable> broken) {
    this.received = received;
    this.broken = broken;
  }

  /**
   * A datagram to the server from a new port. The socket is connected, so that the system drops
   * what others send.
   */
  static DnsSocket datagram(
      ResolverSurroundings around,
      InetSocketAddress server,
      byte[] query,
      Consumer<byte[]> received,
      Consumer<Throwable> broken) {
    DnsSocket socket = new DnsSocket(received, broken);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(around.loop())
            .channel(around.datagrams().get())
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
            .handler(socket.new Datagrams());
    socket.open(bootstrap, server, Unpooled.wrappedBuffer(query));
    return socket;
  }

  /** A connection to the server with the query on it (RFC 1035 §4.2.2). */
  static DnsSocket stream(
      ResolverSurroundings around,
      InetSocketAddress server,
      byte[] query,
      Consumer<byte[]> received,
      Consumer<Throwable> broken) {
    DnsSocket socket = new DnsSocket(received, broken);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(around.loop())
            .channel(around.streams())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new LengthFieldBasedFrameDecoder(DnsMessage.MAX_BYTES + 2, 0, 2, 0, 2),
                            socket.new Frames());
                  }
                });
    ByteBuf framed =
        Unpooled.wrappedBuffer(new byte[] {(byte) (query.length >> 8), (byte) query.length}, query);
    socket.open(bootstrap, server, framed);
    return socket;
  }

  private void open(Bootstrap bootstrap, InetSocketAddress server, ByteBuf query) {
    ChannelFuture connecting = bootstrap.connect(server);
    opening = connecting;
    connecting.addListener(
        done -> {
          if (closed || !connecting.isSuccess()) {
            query.release();
            if (!closed) {
              broken(connecting.cause());
            }
            return;
          }
          connecting
              .channel()
              .writeAndFlush(query)
              .addListener(
                  sent -> {
                    if (!sent.isSuccess()) {
                      broken(sent.cause());
                    }
                  });
        });
  }

  void close() {
    closed = true;
    if (opening != null) {
      opening.channel().close();
    }
  }

  private void broken(Throwable cause) {
    if (!closed) {
      broken.accept(cause);
    }
  }

  private void received(ByteBuf message) {
    if (!closed) {
      byte[] bytes = new byte[message.readableBytes()];
      message.readBytes(bytes);
      received.accept(bytes);
    }
  }

  private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      received(packet.content());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      broken(cause);
    }
  }

  private final class Frames extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
      received(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      broken(new ClosedChannelException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      broken(cause);
    }
  }
}
