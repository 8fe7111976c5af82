package dev.valence.bench.client;

import dev.valence.bench.client.BenchClient.Done;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 with a stack of idle connections, newest first. */
final class NettyHttp1Road implements NettyRoad {
  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final String host;
  private final String path;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final ByteBuf piece =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer(BenchClient.UPLOAD_PIECE).writeZero(BenchClient.UPLOAD_PIECE));

  NettyHttp1Road(Bootstrap bootstrap, EventLoop loop, Target target) {
    this.bootstrap = bootstrap;
    this.loop = loop;
    host = target.uri().getRawAuthority();
    path = target.uri().getRawPath();
  }

  @Override
  public void initialise(ChannelPipeline pipeline) {
    // Large pieces: a download is not cut into 8 KB chunks.
    pipeline.addLast(new HttpClientCodec(4096, 8192, 256 << 10));
    pipeline.addLast(new Connection());
  }

  @Override
  public void get(Done done) {
    start(NettyExchange.get(done));
  }

  @Override
  public void download(CompletableFuture<Long> length) {
    start(NettyExchange.download(length));
  }

  @Override
  public void save(Path file, CompletableFuture<Long> length) throws IOException {
    start(NettyExchange.save(file, length));
  }

  @Override
  public void upload(Done done) {
    start(NettyExchange.upload(done));
  }

  private void start(NettyExchange exchange) {
    if (loop.inEventLoop()) {
      startInLoop(exchange);
    } else {
      loop.execute(() -> startInLoop(exchange));
    }
  }

  private void startInLoop(NettyExchange exchange) {
    Connection connection = idle.pollLast();
    if (connection != null) {
      connection.send(exchange);
      return;
    }
    bootstrap
        .connect()
        .addListener(
            (ChannelFuture connected) -> {
              if (!connected.isSuccess()) {
                exchange.fail(connected.cause());
                return;
              }
              // The handshake, if any, holds back what is written meanwhile.
              connected.channel().pipeline().get(Connection.class).send(exchange);
            });
  }

  private final class Connection extends ChannelInboundHandlerAdapter {
    private @Nullable ChannelHandlerContext context;
    private @Nullable NettyExchange exchange;
    private boolean keepAlive;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      context = ctx;
    }

    void send(NettyExchange next) {
      exchange = next;
      ChannelHandlerContext ctx = context;
      if (ctx == null) {
        throw new IllegalStateException("not in a pipeline");
      }
      if (next.isUpload()) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.PUT, path);
        request.headers().set(HttpHeaderNames.HOST, host);
        request.headers().set(HttpHeaderNames.CONTENT_LENGTH, BenchClient.UPLOAD_BYTES);
        ctx.write(request);
        sendPieces(ctx, next);
      } else {
        HttpRequest request =
            new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, path, Unpooled.EMPTY_BUFFER);
        request.headers().set(HttpHeaderNames.HOST, host);
        ctx.writeAndFlush(request);
      }
    }

    private void sendPieces(ChannelHandlerContext ctx, NettyExchange upload) {
      Channel channel = ctx.channel();
      while (upload.unsent() > 0 && channel.isWritable()) {
        ctx.write(new DefaultHttpContent(piece.duplicate()));
        upload.sent(BenchClient.UPLOAD_PIECE);
        if (upload.unsent() == 0) {
          ctx.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
      }
      ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (ctx.channel().isWritable() && exchange != null && exchange.unsent() > 0) {
        sendPieces(ctx, exchange);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      NettyExchange current = exchange;
      if (current == null || !(message instanceof HttpObject object)) {
        ReferenceCountUtil.release(message);
        ctx.close();
        return;
      }
      if (object.decoderResult().isFailure()) {
        ReferenceCountUtil.release(message);
        fail(ctx, object.decoderResult().cause());
        return;
      }
      if (message instanceof HttpResponse response) {
        keepAlive = HttpUtil.isKeepAlive(response);
        current.head(response.status().code(), HttpUtil.getContentLength(response, -1L));
      }
      if (message instanceof HttpContent content) {
        current.data(content.content());
        content.release();
        if (message instanceof LastHttpContent) {
          exchange = null;
          if (keepAlive) {
            idle.addLast(this);
          } else {
            ctx.close();
          }
          current.end();
        }
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
        fail(ctx, handshake.cause());
      }
      ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      idle.remove(this);
      if (exchange != null) {
        fail(ctx, new IOException("the server closed the connection"));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      fail(ctx, cause);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
      NettyExchange current = exchange;
      exchange = null;
      ctx.close();
      if (current != null) {
        current.fail(cause);
      }
    }
  }
}
