package dev.valence.testkit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Builds the handlers of an accepted connection: TLS, ALPN, HTTP/1.1 or HTTP/2. */
final class ServerPipeline {
  private final TestServer server;
  private final TestServerBuilder settings;
  private final @Nullable SslContext tls;

  ServerPipeline(TestServer server, TestServerBuilder settings) throws IOException {
    this.server = server;
    this.settings = settings;
    this.tls = settings.identity == null ? null : context(settings, settings.identity);
  }

  private static SslContext context(TestServerBuilder settings, TestIdentity identity)
      throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(identity.key(), identity.chain())
            .sslProvider(SslProvider.JDK)
            .protocols(settings.tlsProtocols);
    if (!settings.alpn.isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              settings.alpn));
    }
    if (settings.clientAuthority != null) {
      builder.clientAuth(ClientAuth.REQUIRE).trustManager(settings.clientAuthority.certificate());
    }
    return builder.build();
  }

  void build(Channel channel, ServerConnection connection) {
    if (tls == null) {
      if (settings.cleartextHttp2) {
        http2(channel, connection);
      } else {
        http1(channel, connection);
      }
      return;
    }
    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
    channel
        .pipeline()
        .addLast(
            new ApplicationProtocolNegotiationHandler("http/1.1") {
              @Override
              protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
                if (protocol.equals("h2")) {
                  http2(ctx.channel(), connection);
                } else {
                  http1(ctx.channel(), connection);
                }
              }

              @Override
              protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
                ctx.close();
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                ctx.close();
              }
            });
  }

  private void http1(Channel channel, ServerConnection connection) {
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(1 << 20)
            .setMaxHeaderSize(1 << 20)
            .setMaxChunkSize(1 << 16)
            .setValidateHeaders(false);
    channel
        .pipeline()
        .addLast(new HttpRequestDecoder(limits), new Http1Handler(server, connection));
  }

  private void http2(Channel channel, ServerConnection connection) {
    Http2Settings initial = new Http2Settings();
    if (settings.maxConcurrentStreams != null) {
      initial.maxConcurrentStreams(settings.maxConcurrentStreams);
    }
    if (settings.initialWindowSize != null) {
      initial.initialWindowSize(settings.initialWindowSize);
    }
    channel
        .pipeline()
        .addLast(
            Http2FrameCodecBuilder.forServer()
                .initialSettings(initial)
                .validateHeaders(false)
                .build(),
            new Http2MultiplexHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel stream) {
                    stream.config().setAutoRead(false);
                    stream.pipeline().addLast(new Http2StreamHandler(server, connection));
                  }
                }));
  }
}
