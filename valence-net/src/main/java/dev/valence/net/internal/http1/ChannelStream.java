package dev.valence.net.internal.http1;

import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.DuplexStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/** A whole connection as a stream both ways. Confined to the network thread. */
final class ChannelStream extends ChannelInboundHandlerAdapter implements DuplexStream {
  private final Reader reader;
  private @Nullable ChannelHandlerContext context;
  private @Nullable NetException failure;
  private boolean reading = true;
  private boolean over;

  /** A stream that begins when it is added to a pipeline. */
  ChannelStream(Reader reader) {
    this.reader = reader;
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("the stream is in no pipeline");
    }
    return ctx;
  }

  // ---- The pipeline

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    reader.onOpen(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (over) {
      bytes.release();
    } else {
      reader.onBytes(bytes);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (!over && ctx.channel().isWritable()) {
      reader.onWritable();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      // The server's close_notify is the end of what it says.
      ctx.close();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (failure == null) {
      failure = ConnectionErrors.toNetException(cause);
    }
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!over) {
      over = true;
      reader.onEnd(failure);
    }
    ctx.fireChannelInactive();
  }

  // ---- The stream

  @Override
  public EventExecutor loop() {
    return context().executor();
  }

  @Override
  public ByteBufAllocator alloc() {
    return context().alloc();
  }

  @Override
  public boolean isWritable() {
    return context().channel().isWritable();
  }

  @Override
  public void write(ByteBuf bytes, Sent sent) {
    context()
        .write(bytes)
        .addListener(
            done -> {
              Throwable cause = done.cause();
              sent.done(cause == null ? null : ConnectionErrors.toNetException(cause));
            });
  }

  @Override
  public void flush() {
    context().flush();
  }

  @Override
  public void reading(boolean wanted) {
    reading = wanted;
    context().channel().config().setAutoRead(wanted);
  }

  boolean isReading() {
    return reading;
  }

  @Override
  public void close() {
    over = true;
    context().close();
  }
}
