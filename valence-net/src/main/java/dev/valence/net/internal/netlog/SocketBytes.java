package dev.valence.net.internal.netlog;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Tells of the bytes that pass a place in a pipeline. There only while somebody listens. */
final class SocketBytes extends ChannelDuplexHandler {
  private final NetLogWithSource log;
  private final NetLogEventType sent;
  private final NetLogEventType received;

  private SocketBytes(NetLogWithSource log, NetLogEventType sent, NetLogEventType received) {
    this.log = log;
    this.sent = sent;
    this.received = received;
  }

  /** Next to the socket. */
  static SocketBytes raw(NetLogWithSource log) {
    return new SocketBytes(
        log, NetLogEventType.SOCKET_BYTES_SENT, NetLogEventType.SOCKET_BYTES_RECEIVED);
  }

  /** Inside of TLS. */
  static SocketBytes plain(NetLogWithSource log) {
    return new SocketBytes(
        log, NetLogEventType.SSL_SOCKET_BYTES_SENT, NetLogEventType.SSL_SOCKET_BYTES_RECEIVED);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    tell(received, message);
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    tell(sent, message);
    context.write(message, promise);
  }

  private void tell(NetLogEventType type, Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable() && log.isCapturing()) {
      log.event(type, fields -> fields.bytes(bytes));
    }
  }
}
