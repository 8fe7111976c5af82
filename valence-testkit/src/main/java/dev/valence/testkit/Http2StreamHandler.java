package dev.valence.testkit;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 stream: one exchange. */
final class Http2StreamHandler extends SimpleChannelInboundHandler<Http2StreamFrame> {
  private final TestServer server;
  private final ServerConnection connection;
  private @Nullable RequestBody body;
  private boolean done;

  Http2StreamHandler(TestServer server, ServerConnection connection) {
    this.server = server;
    this.connection = connection;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.fireChannelActive();
    ctx.read();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
    RequestBody receiving = body;
    if (frame instanceof Http2HeadersFrame head) {
      if (receiving == null) {
        begin(ctx, head);
      } else {
        receiving.finish(lines(head.headers(), false));
      }
    } else if (frame instanceof Http2DataFrame data && receiving != null) {
      byte[] bytes = ByteBufUtil.getBytes(data.content());
      boolean pause = bytes.length > 0 && !done && receiving.offer(bytes);
      if (data.isEndStream()) {
        receiving.finish(HeaderLines.of());
      } else if (!pause) {
        ctx.read();
      }
    }
  }

  private void begin(ChannelHandlerContext ctx, Http2HeadersFrame head) {
    Http2Headers headers = head.headers();
    RecordedRequest request =
        new RecordedRequest(
            String.valueOf(headers.method()),
            String.valueOf(headers.path()),
            "HTTP/2",
            lines(headers, true),
            lines(headers, false),
            connection);
    RequestBody receiving = new RequestBody(() -> ctx.channel().eventLoop().execute(ctx::read));
    body = receiving;
    if (head.isEndStream()) {
      receiving.finish(HeaderLines.of());
    } else {
      ctx.read();
    }
    server.run(new Exchange(request, receiving, new Http2Wire(ctx.channel())));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame reset && body != null) {
      body.fail(new IOException("the client reset the stream, code " + reset.errorCode()));
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (body != null) {
      body.fail(new IOException("the client closed the stream"));
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private static HeaderLines lines(Http2Headers headers, boolean pseudo) {
    List<Header> lines = new ArrayList<>();
    for (Map.Entry<CharSequence, CharSequence> line : headers) {
      String name = line.getKey().toString();
      if (name.startsWith(":") == pseudo) {
        lines.add(new Header(name, line.getValue().toString()));
      }
    }
    return HeaderLines.of(lines);
  }

  private final class Http2Wire implements Wire {
    private final Channel channel;

    Http2Wire(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void informational(int status, HeaderLines headers) throws IOException {
      TestServer.complete(
          channel.writeAndFlush(new DefaultHttp2HeadersFrame(http2(status, headers), false)));
    }

    @Override
    public void head(int status, String reason, HeaderLines headers, byte @Nullable [] wholeBody)
        throws IOException {
      boolean ends = wholeBody != null && wholeBody.length == 0;
      var head = new DefaultHttp2HeadersFrame(http2(status, headers), ends);
      if (wholeBody == null || ends) {
        TestServer.complete(channel.writeAndFlush(head));
      } else {
        channel.write(head);
        TestServer.complete(
            channel.writeAndFlush(
                new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(wholeBody), true)));
      }
      if (wholeBody != null) {
        finish();
      }
    }

    @Override
    public void data(byte[] bytes, int offset, int length) throws IOException {
      TestServer.complete(
          channel.writeAndFlush(
              new DefaultHttp2DataFrame(Unpooled.copiedBuffer(bytes, offset, length), false)));
    }

    @Override
    public void end(HeaderLines trailers, boolean intact) throws IOException {
      Object last =
          trailers.lines().isEmpty()
              ? new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true)
              : new DefaultHttp2HeadersFrame(http2(0, trailers), true);
      TestServer.complete(channel.writeAndFlush(last));
      finish();
    }

    @Override
    public void reset(long http2ErrorCode) {
      Http2Error known = Http2Error.valueOf(http2ErrorCode);
      channel.writeAndFlush(
          known == null
              ? new DefaultHttp2ResetFrame(http2ErrorCode)
              : new DefaultHttp2ResetFrame(known));
    }

    /** What the client still sends is read and dropped, so that its windows stay open. */
    private void finish() {
      channel
          .eventLoop()
          .execute(
              () -> {
                done = true;
                channel.read();
              });
    }

    private static Http2Headers http2(int status, HeaderLines headers) {
      Http2Headers result = new DefaultHttp2Headers(false);
      if (status != 0) {
        result.status(Integer.toString(status));
      }
      headers.forEach(line -> result.add(line.name().toLowerCase(Locale.ROOT), line.value()));
      return result;
    }
  }
}
