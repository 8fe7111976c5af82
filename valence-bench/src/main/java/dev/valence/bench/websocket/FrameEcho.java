package dev.valence.bench.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Sends every frame of a client back, unmasked, as its bytes come: the least that an echo costs. A
 * reader that is slow slows the server down.
 */
final class FrameEcho extends ChannelInboundHandlerAdapter {
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final byte[] head = new byte[14];
  private int headLength;
  private long left;
  private int key;
  private boolean closing;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    ByteBuf out = ctx.alloc().directBuffer(in.readableBytes() + head.length);
    try {
      while (in.isReadable()) {
        if (left > 0) {
          payload(in, out);
        } else {
          head[headLength++] = in.readByte();
          if (headLength == headSize()) {
            begin(out);
          }
        }
      }
    } finally {
      in.release();
    }
    ctx.write(out);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
    ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    if (closing) {
      ctx.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(ctx.channel().isWritable());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private int headSize() {
    int length = headLength < 2 ? 0 : head[1] & 0x7f;
    return 6 + (length == 126 ? 2 : length == 127 ? 8 : 0);
  }

  private void begin(ByteBuf out) {
    int opcode = head[0] & 0x0f;
    out.writeByte(opcode == PING ? head[0] & 0xf0 | PONG : head[0]);
    int keyAt = headLength - 4;
    out.writeByte(head[1] & 0x7f).writeBytes(head, 2, keyAt - 2);
    left = keyAt == 2 ? head[1] & 0x7f : 0;
    for (int i = 2; i < keyAt; i++) {
      left = left << 8 | (head[i] & 0xff);
    }
    key = 0;
    for (int i = keyAt; i < headLength; i++) {
      key = key << 8 | (head[i] & 0xff);
    }
    headLength = 0;
    closing |= opcode == CLOSE;
  }

  private void payload(ByteBuf in, ByteBuf out) {
    int length = (int) Math.min(left, in.readableBytes());
    long wide = (long) key << 32 | (key & 0xffffffffL);
    int rest = length;
    out.ensureWritable(length);
    for (; rest >= 8; rest -= 8) {
      out.writeLong(in.readLong() ^ wide);
    }
    for (; rest > 0; rest--) {
      out.writeByte(in.readByte() ^ key >> 24);
      key = Integer.rotateLeft(key, 8);
    }
    left -= length;
  }
}
