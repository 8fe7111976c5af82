package dev.valence.net.internal.http1;

import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.internal.exchange.UpgradedBody;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.ArrayDeque;

/** A connection after {@code 101 Switching Protocols}. Confined to the network thread. */
final class UpgradedConnection implements UpgradedBody {
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
  UpgradedConnection(Channel channel, ChannelHandler http, ByteBuf unread) {
    this.channel = channel;
    this.http = http;
    add(unread);
  }

  /** More bytes that came before the connection was taken; owned by this. */
  void add(ByteBuf bytes) {
    if (gone || !bytes.isReadable()) {
      bytes.release();
    } else {
      unread.add(bytes);
    }
  }

  @Override
  public void take(DuplexStream.Reader reader) {
    if (gone) {
      throw new IllegalStateException("the connection was taken or given up before");
    }
    gone = true;
    var pipeline = channel.pipeline();
    ChannelStream stream = new ChannelStream(reader);
    pipeline.addAfter(pipeline.context(http).name(), null, stream);
    var before = pipeline.context(http);
    for (ByteBuf bytes = unread.poll(); bytes != null; bytes = unread.poll()) {
      before.fireChannelRead(bytes);
    }
    if (!channel.isActive()) {
      before.fireChannelInactive();
    }
    pipeline.remove(http);
    if (channel.isActive()) {
      // What came behind the head may be more than the reader takes.
      channel.config().setAutoRead(stream.isReading());
    }
  }

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
