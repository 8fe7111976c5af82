package dev.valence.bench.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The limit: the least that Netty needs to do the work. It knows one URL, no redirects, cookies,
 * time-outs or retries. One event loop, epoll, BoringSSL.
 */
final class NettyBenchClient implements BenchClient {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final NettyRoad road;

  NettyBenchClient(Target target) throws IOException {
    EventLoop loop = group.next();
    SslContext tls = target.wire().isSecure() ? tls(target) : null;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 16 << 10, 256 << 10))
            .remoteAddress(new InetSocketAddress(target.uri().getHost(), target.uri().getPort()));
    road =
        target.wire() == Wire.H2
            ? new NettyHttp2Road(bootstrap, loop, target)
            : new NettyHttp1Road(bootstrap, loop, target);
    bootstrap.handler(
        new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            if (tls != null) {
              pipeline.addLast(
                  tls.newHandler(channel.alloc(), target.uri().getHost(), target.uri().getPort()));
            }
            road.initialise(pipeline);
          }
        });
  }

  private static SslContext tls(Target target) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(target.certificate().toFile());
    if (target.wire() == Wire.H2) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              ApplicationProtocolNames.HTTP_2));
    }
    return builder.build();
  }

  @Override
  public byte[] get() throws Exception {
    Waiting waiting = new Waiting();
    road.get(waiting);
    return waiting.body.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void get(Done done) {
    road.get(done);
  }

  @Override
  public long download() throws Exception {
    CompletableFuture<Long> length = new CompletableFuture<>();
    road.download(length);
    return length.get(60, TimeUnit.SECONDS);
  }

  @Override
  public long save(Path file) throws Exception {
    CompletableFuture<Long> length = new CompletableFuture<>();
    road.save(file, length);
    return length.get(60, TimeUnit.SECONDS);
  }

  @Override
  public byte[] upload() throws Exception {
    Waiting waiting = new Waiting();
    road.upload(waiting);
    return waiting.body.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static final class Waiting implements Done {
    final CompletableFuture<byte[]> body = new CompletableFuture<>();

    @Override
    public void completed(int status, byte[] bytes) {
      if (status == 200) {
        body.complete(bytes);
      } else {
        body.completeExceptionally(new IOException("status " + status + " instead of 200"));
      }
    }

    @Override
    public void failed(Throwable cause) {
      body.completeExceptionally(cause);
    }
  }
}
