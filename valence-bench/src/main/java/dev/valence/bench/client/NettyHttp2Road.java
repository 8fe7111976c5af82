package dev.valence.bench.client;

import dev.valence.bench.client.BenchClient.Done;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** HTTP/2: every request is a stream of one connection; frames without a channel per stream. */
final class NettyHttp2Road implements NettyRoad {
  private static final int WINDOW = 16 << 20;

  /** Pieces of an upload that may wait in the codec for the window. */
  private static final int PIECES_AHEAD = 8;

  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final String authority;
  private final String path;
  private final ArrayDeque<NettyExchange> waiting = new ArrayDeque<>();
  private boolean connecting;
  private @Nullable Connection connection;
  private final ByteBuf piece =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer(BenchClient.UPLOAD_PIECE).writeZero(BenchClient.UPLOAD_PIECE));

  NettyHttp2Road(Bootstrap bootstrap, EventLoop loop, Target target) {
    this.bootstrap = bootstrap;
    this.loop = loop;
    authority = target.uri().getRawAuthority();
    path = target.uri().getRawPath();
  }

  @Override
  public void initialise(ChannelPipeline pipeline) {
    pipeline.addLast(
        Http2FrameCodecBuilder.forClient()
            .initialSettings(
                Http2Settings.defaultSettings().pushEnabled(false).initialWindowSize(WINDOW))
            .validateHeaders(false)
            .build());
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
    Connection current = connection;
    if (current != null) {
      current.send(exchange);
      return;
    }
    waiting.add(exchange);
    if (!connecting) {
      connecting = true;
      bootstrap
          .connect()
          .addListener(
              (ChannelFuture connected) -> {
                if (!connected.isSuccess()) {
                  failWaiting(connected.cause());
                }
              });
    }
  }

  private void failWaiting(Throwable cause) {
    connecting = false;
    for (NettyExchange exchange; (exchange = waiting.poll()) != null; ) {
      exchange.fail(cause);
    }
  }

  private final class Connection extends Http2ChannelDuplexHandler {
    private final Map<Http2FrameStream, NettyExchange> streams = new IdentityHashMap<>();
    private @Nullable ChannelHandlerContext context;
    private boolean reading;

    @Override
    protected void handlerAdded0(ChannelHandlerContext ctx) {
      context = ctx;
    }

    void send(NettyExchange exchange) {
      ChannelHandlerContext ctx = context;
      if (ctx == null) {
        throw new IllegalStateException("not in a pipeline");
      }
      Http2FrameStream stream = newStream();
      streams.put(stream, exchange);
      Http2Headers headers =
          new DefaultHttp2Headers(false)
              .method(exchange.isUpload() ? "PUT" : "GET")
              .scheme("https")
              .authority(authority)
              .path(path);
      if (exchange.isUpload()) {
        headers.setLong("content-length", BenchClient.UPLOAD_BYTES);
      }
      ctx.write(new DefaultHttp2HeadersFrame(headers, !exchange.isUpload()).stream(stream));
      if (exchange.isUpload()) {
        for (int i = 0; i < PIECES_AHEAD; i++) {
          sendPiece(ctx, stream, exchange);
        }
      }
      if (!reading) {
        ctx.flush();
      }
    }

    private void sendPiece(
        ChannelHandlerContext ctx, Http2FrameStream stream, NettyExchange upload) {
      if (upload.unsent() == 0 || upload.isEnded()) {
        return;
      }
      upload.sent(BenchClient.UPLOAD_PIECE);
      ctx.write(new DefaultHttp2DataFrame(piece.duplicate(), upload.unsent() == 0).stream(stream))
          .addListener(
              sent -> {
                if (sent.isSuccess()) {
                  sendPiece(ctx, stream, upload);
                  if (!reading) {
                    ctx.flush();
                  }
                } else {
                  upload.fail(sent.cause());
                }
              });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      reading = true;
      if (message instanceof Http2DataFrame frame) {
        data(ctx, frame);
      } else if (message instanceof Http2HeadersFrame frame) {
        NettyExchange exchange = streams.get(frame.stream());
        if (exchange != null) {
          CharSequence status = frame.headers().status();
          exchange.head(
              status == null ? 0 : Integer.parseInt(status.toString()),
              frame.headers().getLong("content-length", -1L));
          endIf(frame.isEndStream(), frame.stream(), exchange);
        }
      } else if (message instanceof Http2ResetFrame frame) {
        NettyExchange exchange = streams.remove(frame.stream());
        if (exchange != null) {
          exchange.fail(new IOException("stream reset, code " + frame.errorCode()));
        }
      } else {
        if (message instanceof Http2SettingsFrame && connection == null) {
          ready(ctx);
        }
        ReferenceCountUtil.release(message);
      }
    }

    private void data(ChannelHandlerContext ctx, Http2DataFrame frame) {
      NettyExchange exchange = streams.get(frame.stream());
      int consumed = frame.initialFlowControlledBytes();
      if (exchange != null) {
        exchange.data(frame.content());
      }
      frame.release();
      if (consumed > 0) {
        ctx.write(new DefaultHttp2WindowUpdateFrame(consumed).stream(frame.stream()));
      }
      if (exchange != null) {
        endIf(frame.isEndStream(), frame.stream(), exchange);
      }
    }

    private void endIf(boolean end, Http2FrameStream stream, NettyExchange exchange) {
      if (end) {
        streams.remove(stream);
        exchange.end();
      }
    }

    /** The server's settings are here: send what has waited, with a wide connection window. */
    private void ready(ChannelHandlerContext ctx) {
      connection = this;
      connecting = false;
      ctx.write(new DefaultHttp2WindowUpdateFrame(WINDOW));
      for (NettyExchange exchange; (exchange = waiting.poll()) != null; ) {
        send(exchange);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      reading = false;
      ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail(ctx, new IOException("the server closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      fail(ctx, cause);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
      if (connection == this) {
        connection = null;
      }
      failWaiting(cause);
      NettyExchange[] open = streams.values().toArray(NettyExchange[]::new);
      streams.clear();
      for (NettyExchange exchange : open) {
        exchange.fail(cause);
      }
      ctx.close();
    }
  }
}
