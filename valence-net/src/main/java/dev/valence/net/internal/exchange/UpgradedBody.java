package dev.valence.net.internal.exchange;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.ArrayDeque;

/**
 * What follows a {@code 101 Switching Protocols}: no body, but the connection itself, which speaks
 * another protocol from now on (RFC 9110 §7.8). Confined to the network thread.
 */
public final class UpgradedBody implements BodyStream {
  private final Channel channel;
  private final ChannelHandler http;
  private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>(1);
  private boolean gone;

  /**
   * A connection that reads no more until it is taken.
   *
   * @param http the handler that spoke HTTP, to be replaced
   * @param unread what came behind the head; owned by this
   */
  public UpgradedBody(Channel channel, ChannelHandler http, ByteBuf unread) {
    this.channel = channel;
    this.http = http;
    add(unread);
  }

  /** More bytes that came before the connection was taken; owned by this. */
  public void add(ByteBuf bytes) {
    if (gone || !bytes.isReadable()) {
      bytes.release();
    } else {
      unread.add(bytes);
    }
  }

  /**
   * Gives the connection to a handler, which first reads what came behind the head. The connection
   * may have been closed meanwhile: then the handler hears of that.
   *
   * @throws IllegalStateException when it was taken or cancelled before
   */
  public void take(ChannelHandler handler) {
    if (gone) {
      throw new IllegalStateException("the connection was taken or given up before");
    }
    gone = true;
    var pipeline = channel.pipeline();
    pipeline.addAfter(pipeline.context(http).name(), null, handler);
    var before = pipeline.context(http);
    for (ByteBuf bytes = unread.poll(); bytes != null; bytes = unread.poll()) {
      before.fireChannelRead(bytes);
    }
    if (!channel.isActive()) {
      before.fireChannelInactive();
    }
    pipeline.remove(http);
    if (channel.isActive()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void subscribe(BodySink sink) {
    throw new IllegalStateException("a connection that speaks another protocol has no body");
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  /** Closes the connection, unless it was taken. */
  @Override
  public void cancel() {
    if (!gone) {
      gone = true;
      unread.forEach(ByteBuf::release);
      unread.clear();
      channel.close();
    }
  }
}
