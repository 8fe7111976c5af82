package dev.valence.net.internal.http1;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.Exchange;
import dev.valence.net.internal.exchange.ExchangeListener;
import dev.valence.net.internal.exchange.HeaderStrings;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.exchange.OutgoingRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 connection: one exchange at a time, as many as the server allows. */
public final class Http1Connection extends ChannelInboundHandlerAdapter implements HttpConnection {
  private final Channel channel;
  private final Http1ResponseParser parser;
  private final Http1Exchange.Port port = new Port();
  private @Nullable Owner owner;
  private @Nullable Http1Exchange current;
  private @Nullable UpgradedConnection upgraded;
  private @Nullable ByteBuf unread;
  private @Nullable Throwable readFailure;
  private boolean kept;
  private boolean retired;

  /** Takes over an open channel; the caller adds this to its pipeline. */
  public Http1Connection(Channel channel, HeaderStrings strings) {
    this.channel = channel;
    // A server may answer and close before it has read all: a failed write leaves its answer
    // readable.
    channel.config().setAutoClose(false);
    this.parser = new Http1ResponseParser(new ParserOutput(), strings);
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_1_1;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void owner(Owner newOwner) {
    owner = newOwner;
  }

  @Override
  public boolean isAvailable() {
    return current == null && !retired && channel.isActive();
  }

  @Override
  public int activeExchanges() {
    return current == null ? 0 : 1;
  }

  @Override
  public void onKept() {
    kept = true;
  }

  @Override
  public Exchange start(OutgoingRequest request, ExchangeListener listener) {
    Http1Exchange exchange = new Http1Exchange(request, listener, channel, port, kept);
    current = exchange;
    kept = true;
    parser.begin(request.method());
    exchange.send();
    return exchange;
  }

  @Override
  public void close(NetException reason) {
    retire();
    Http1Exchange exchange = current;
    if (exchange != null) {
      exchange.fail(reason);
    }
    channel.close();
  }

  /**
   * Leaves the channel to another protocol: what comes next belongs to that. Only while {@link
   * #isAvailable()}. Reading is off from now on.
   */
  public void detach() {
    retired = true;
    channel.config().setAutoRead(false).setAutoClose(true);
    channel.pipeline().remove(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    UpgradedConnection waiting = upgraded;
    if (waiting != null) {
      waiting.add(in);
      return;
    }
    if (current == null) {
      // Bytes nobody asked for: what comes next could not be told from a response to the next
      // request.
      in.release();
      retire();
      channel.close();
      return;
    }
    ByteBuf before = unread;
    if (before != null) {
      unread = null;
      in = before.isReadable() ? append(before, in) : replace(before, in);
    }
    read(in);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Http1Exchange exchange = current;
    if (exchange != null && channel.isWritable()) {
      exchange.onWritable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (readFailure == null) {
      readFailure = cause;
    }
    Http1Exchange exchange = current;
    if (exchange != null && isOutputShutDown()) {
      exchange.onWriteFailed();
    } else {
      channel.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      // The server's close_notify is the end of what it says; some wait for ours before the FIN.
      channel.close();
    }
    ctx.fireUserEventTriggered(event);
  }

  private boolean isOutputShutDown() {
    return channel instanceof DuplexChannel duplex && duplex.isOutputShutdown();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    retire();
    Http1Exchange exchange = current;
    if (exchange != null) {
      Throwable failure = readFailure;
      if (failure != null) {
        exchange.fail(ConnectionErrors.toNetException(failure));
      } else {
        try {
          parser.endOfInput();
          exchange.complete(false);
          exchange.deliverHead();
        } catch (NetException e) {
          exchange.fail(e);
        }
      }
    }
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }

  private void read(ByteBuf in) {
    Http1Exchange exchange = current;
    if (exchange == null) {
      in.release();
      return;
    }
    try {
      parser.parse(in);
    } catch (NetException e) {
      in.release();
      retire();
      exchange.fail(e);
      channel.close();
      return;
    } catch (RuntimeException defect) {
      in.release();
      throw defect;
    }
    if (exchange.isUpgraded()) {
      upgrade(exchange, in);
      return;
    }
    boolean leftOver = in.isReadable();
    if (leftOver && !parser.isDone()) {
      unread = in;
    } else {
      in.release();
    }
    if (exchange.hasEnded()) {
      // More than the response was sent: the connection cannot be trusted with another exchange.
      exchange.complete(!leftOver);
    }
    exchange.deliverHead();
  }

  /** The connection leaves the pool; it waits unread for whoever takes it. */
  private void upgrade(Http1Exchange exchange, ByteBuf behindHead) {
    current = null;
    channel.config().setAutoRead(false);
    retire();
    UpgradedConnection connection = new UpgradedConnection(channel, this, behindHead);
    upgraded = connection;
    exchange.deliverUpgrade(connection);
  }

  private ByteBuf append(ByteBuf before, ByteBuf in) {
    if (before.refCnt() == 1 && before.writableBytes() >= in.readableBytes()) {
      before.writeBytes(in);
      in.release();
      return before;
    }
    int bytes = before.readableBytes() + in.readableBytes();
    ByteBuf joined = channel.alloc().directBuffer(Math.max(256, bytes * 2));
    joined.writeBytes(before).writeBytes(in);
    before.release();
    in.release();
    return joined;
  }

  private static ByteBuf replace(ByteBuf before, ByteBuf in) {
    before.release();
    return in;
  }

  private void retire() {
    if (!retired) {
      retired = true;
      Owner to = owner;
      if (to != null) {
        to.onRetired(this);
      }
    }
  }

  /** What the exchange may ask of its connection. */
  private final class Port implements Http1Exchange.Port {
    @Override
    public boolean hasResponseBegun() {
      return parser.hasBegun();
    }

    @Override
    public void onOver(Http1Exchange exchange, boolean reusable) {
      if (current != exchange) {
        return;
      }
      current = null;
      if (!reusable || !parser.isDone()) {
        retire();
        channel.close();
      } else if (!retired) {
        if (!channel.config().isAutoRead()) {
          channel.config().setAutoRead(true);
        }
        Owner to = owner;
        if (to != null) {
          to.onAvailable(Http1Connection.this);
        }
      }
    }
  }

  /** A reader may give its exchange up while the rest of what came with its bytes is read. */
  private final class ParserOutput implements Http1ResponseParser.Output {
    @Override
    public void onHead(ResponseHead head, BodyFraming framing) throws NetException {
      Http1Exchange exchange = current;
      if (exchange != null) {
        exchange.onHead(head, framing);
      }
    }

    @Override
    public void onBody(ByteBuf bytes) {
      Http1Exchange exchange = current;
      if (exchange != null) {
        exchange.onBody(bytes);
      } else {
        bytes.release();
      }
    }

    @Override
    public void onEnd(@Nullable HeaderList trailers) {
      Http1Exchange exchange = current;
      if (exchange != null) {
        exchange.onEnd(trailers);
      }
    }
  }
}
