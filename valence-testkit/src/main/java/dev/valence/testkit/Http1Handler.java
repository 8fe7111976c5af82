package dev.valence.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 connection: runs one exchange after the other, and writes replies byte by byte as the
 * test gave them.
 */
final class Http1Handler extends SimpleChannelInboundHandler<HttpObject> {
  private final TestServer server;
  private final ServerConnection connection;
  private @Nullable Http1Wire active;
  private final Queue<HttpObject> waiting = new ArrayDeque<>();

  Http1Handler(TestServer server, ServerConnection connection) {
    this.server = server;
    this.connection = connection;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
    if (message.decoderResult().isFailure() && active == null) {
      ByteBuf answer =
          Unpooled.copiedBuffer(
              "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
              StandardCharsets.ISO_8859_1);
      ctx.writeAndFlush(answer).addListener(done -> ctx.close());
      return;
    }
    if (active != null && active.bodyEnded) {
      // A pipelined request waits for its turn.
      ctx.channel().config().setAutoRead(false);
      waiting.add(ReferenceCountUtil.retain(message));
    } else {
      take(ctx, message);
    }
  }

  private void take(ChannelHandlerContext ctx, HttpObject message) {
    if (message instanceof HttpRequest request) {
      begin(ctx, request);
    } else if (message instanceof HttpContent content && active != null) {
      contentArrived(ctx, active, content);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest message) {
    RecordedRequest request =
        new RecordedRequest(
            message.method().name(),
            message.uri(),
            message.protocolVersion().text(),
            HeaderLines.of(),
            lines(message.headers()),
            connection);
    Channel channel = ctx.channel();
    // On the event loop: it must come after the pause that the same bytes caused.
    RequestBody body =
        new RequestBody(
            () -> channel.eventLoop().execute(() -> channel.config().setAutoRead(true)));
    Http1Wire wire = new Http1Wire(ctx.channel(), request, body);
    active = wire;
    server.run(new Exchange(request, body, wire));
  }

  private void contentArrived(ChannelHandlerContext ctx, Http1Wire wire, HttpContent content) {
    byte[] bytes = ByteBufUtil.getBytes(content.content());
    if (bytes.length > 0 && !wire.done && wire.body.offer(bytes)) {
      ctx.channel().config().setAutoRead(false);
    }
    if (content instanceof LastHttpContent last) {
      wire.bodyEnded = true;
      wire.body.finish(lines(last.trailingHeaders()));
      // Keeps the socket watched, so that a client that goes away is seen during a long reply.
      ctx.channel().config().setAutoRead(true);
      if (wire.done) {
        next(ctx);
      }
    }
  }

  private void next(ChannelHandlerContext ctx) {
    active = null;
    while (!waiting.isEmpty() && (active == null || !active.bodyEnded)) {
      HttpObject message = waiting.remove();
      take(ctx, message);
      ReferenceCountUtil.release(message);
    }
    if (waiting.isEmpty()) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    if (active != null) {
      active.body.fail(new IOException("the client closed the connection"));
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private static HeaderLines lines(HttpHeaders headers) {
    List<Header> lines = new ArrayList<>();
    for (Map.Entry<String, String> line : headers) {
      lines.add(new Header(line.getKey(), line.getValue()));
    }
    return HeaderLines.of(lines);
  }

  /** Writes one reply; {@code done} and {@code bodyEnded} belong to the event loop. */
  private final class Http1Wire implements Wire {
    private final Channel channel;
    private final RecordedRequest request;
    private final RequestBody body;
    private boolean bodyEnded;
    private boolean done;
    private boolean chunked;
    private boolean keepAlive;

    Http1Wire(Channel channel, RecordedRequest request, RequestBody body) {
      this.channel = channel;
      this.request = request;
      this.body = body;
    }

    @Override
    public void informational(int status, HeaderLines headers) throws IOException {
      send(headBytes(status, Reasons.of(status), headers));
    }

    @Override
    public void head(int status, String reason, HeaderLines headers, byte @Nullable [] wholeBody)
        throws IOException {
      boolean bodiless = request.method().equals("HEAD") || status == 204 || status == 304;
      chunked = hasToken(headers, "transfer-encoding", "chunked") && !bodiless;
      boolean framed = bodiless || chunked || headers.contains("content-length");
      keepAlive =
          framed
              && request.version().equals("HTTP/1.1")
              && !hasToken(request.headers(), "connection", "close")
              && !hasToken(headers, "connection", "close");
      ByteBuf head = headBytes(status, reason, headers);
      if (wholeBody == null) {
        send(head);
        return;
      }
      ByteBuf whole =
          chunked && wholeBody.length > 0
              ? Unpooled.wrappedBuffer(head, chunk(wholeBody, 0, wholeBody.length))
              : Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(wholeBody));
      send(chunked ? Unpooled.wrappedBuffer(whole, ascii("0\r\n\r\n")) : whole);
      finish(keepAlive);
    }

    @Override
    public void data(byte[] bytes, int offset, int length) throws IOException {
      send(chunked ? chunk(bytes, offset, length) : Unpooled.copiedBuffer(bytes, offset, length));
    }

    @Override
    public void end(HeaderLines trailers, boolean intact) throws IOException {
      if (chunked) {
        StringBuilder last = new StringBuilder("0\r\n");
        trailers.forEach(line -> last.append(line).append("\r\n"));
        send(ascii(last.append("\r\n").toString()));
      }
      finish(keepAlive && intact);
    }

    @Override
    public void reset(long http2ErrorCode) {
      connection.reset();
    }

    private void finish(boolean reusable) {
      channel
          .eventLoop()
          .execute(
              () -> {
                done = true;
                ChannelHandlerContext ctx = channel.pipeline().context(Http1Handler.this);
                if (ctx == null || !reusable) {
                  channel.close();
                } else if (bodyEnded) {
                  next(ctx);
                } else {
                  // The rest of the request is read and dropped.
                  channel.config().setAutoRead(true);
                }
              });
    }

    private void send(ByteBuf bytes) throws IOException {
      TestServer.complete(channel.writeAndFlush(bytes));
    }

    private ByteBuf chunk(byte[] bytes, int offset, int length) {
      return Unpooled.wrappedBuffer(
          ascii(Integer.toHexString(length) + "\r\n"),
          Unpooled.copiedBuffer(bytes, offset, length),
          ascii("\r\n"));
    }

    private ByteBuf headBytes(int status, String reason, HeaderLines headers) {
      StringBuilder head = new StringBuilder(256);
      head.append("HTTP/1.1 ").append(status).append(' ').append(reason).append("\r\n");
      for (Header line : headers) {
        head.append(line.name()).append(": ").append(line.value()).append("\r\n");
      }
      return ascii(head.append("\r\n").toString());
    }

    private static ByteBuf ascii(String text) {
      return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static boolean hasToken(HeaderLines headers, String name, String token) {
      for (String value : headers.all(name)) {
        if (List.of(value.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)).contains(token)) {
          return true;
        }
      }
      return false;
    }
  }
}
