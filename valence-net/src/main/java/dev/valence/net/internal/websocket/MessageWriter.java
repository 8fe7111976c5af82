package dev.valence.net.internal.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of this side's messages, as fast as the connection takes them: long messages go in
 * fragments, and control frames between them. Confined to the network thread.
 */
final class MessageWriter {
  /** Hears how it goes. */
  interface Progress {
    /** Bytes of messages, before compression, were handed to the operating system. */
    void onSent(int bytes);

    /** Nothing more can be sent. */
    void onWriteFailed(Throwable cause);
  }

  private record Message(boolean text, byte[] payload) {}

  /** The longest fragment; what waits in the connection is bounded by it. */
  private static final int FRAGMENT = 64 << 10;

  private final ChannelHandlerContext context;
  private final FrameWriter frames;
  private final @Nullable Deflation deflation;
  private final Progress progress;
  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private int offset;
  private boolean begun;
  private int held;
  private @Nullable ByteBuf pong;
  private @Nullable ByteBuf goodbye;
  private boolean closed;

  /**
   * A writer.
   *
   * @param deflation compresses; null where that was not agreed on. Released by {@link #release}
   */
  MessageWriter(
      ChannelHandlerContext context,
      FrameWriter frames,
      @Nullable Deflation deflation,
      Progress progress) {
    this.context = context;
    this.frames = frames;
    this.deflation = deflation;
    this.progress = progress;
  }

  /** Adds a message; {@link #pump} sends it. */
  void add(boolean text, byte[] payload) {
    if (!closed && goodbye == null) {
      waiting.add(new Message(text, payload));
    }
  }

  /** Answers a ping: at once, or, of several while the connection is full, the last. */
  void pong(ByteBuf payload) {
    if (closed) {
      return;
    }
    if (pong != null) {
      pong.release();
    }
    pong = payload.copy();
    pump();
  }

  void ping() {
    if (!closed && context.channel().isWritable()) {
      writeControl(Opcode.PING, Unpooled.EMPTY_BUFFER);
      context.flush();
    }
  }

  /** Says goodbye behind all messages; none can be added any more. */
  void closeAfterMessages(int code, String reason) {
    if (!closed && goodbye == null) {
      goodbye = goodbye(code, reason);
      pump();
    }
  }

  /** Says goodbye now; messages that wait are not sent. */
  void closeNow(int code, String reason) {
    if (!closed) {
      waiting.clear();
      if (goodbye != null) {
        goodbye.release();
      }
      goodbye = goodbye(code, reason);
      writeGoodbye(goodbye);
    }
  }

  /** Sends what the connection takes. */
  void pump() {
    if (closed) {
      return;
    }
    boolean wrote = false;
    while (context.channel().isWritable()) {
      Message next = waiting.peek();
      if (pong != null) {
        ByteBuf payload = pong;
        pong = null;
        writeControl(Opcode.PONG, payload);
        payload.release();
      } else if (next != null) {
        fragment(next);
      } else {
        break;
      }
      wrote = true;
    }
    if (waiting.isEmpty() && goodbye != null) {
      writeGoodbye(goodbye);
    } else if (wrote) {
      context.flush();
    }
  }

  void release() {
    closed = true;
    waiting.clear();
    if (pong != null) {
      pong.release();
      pong = null;
    }
    if (goodbye != null) {
      goodbye.release();
      goodbye = null;
    }
    if (deflation != null) {
      deflation.release();
    }
  }

  private void fragment(Message message) {
    byte[] payload = message.payload();
    int length = Math.min(FRAGMENT, payload.length - offset);
    boolean last = offset + length == payload.length;
    // Nothing is shorter than an empty message as it is.
    Deflation compressor = payload.length > 0 ? deflation : null;
    ByteBuf bytes =
        compressor != null
            ? compressor.deflate(payload, offset, length, last, context.alloc())
            : Unpooled.wrappedBuffer(payload, offset, length);
    offset += length;
    held += length;
    if (last || bytes.isReadable()) {
      Opcode opcode = begun ? Opcode.CONTINUATION : message.text() ? Opcode.TEXT : Opcode.BINARY;
      write(frames.frame(opcode, last, compressor != null && !begun, bytes, context.alloc()), held);
      begun = true;
      held = 0;
    }
    bytes.release();
    if (last) {
      waiting.remove();
      offset = 0;
      begun = false;
    }
  }

  private void writeControl(Opcode opcode, ByteBuf payload) {
    write(frames.frame(opcode, true, false, payload, context.alloc()), 0);
  }

  private void writeGoodbye(ByteBuf payload) {
    goodbye = null;
    closed = true;
    writeControl(Opcode.CLOSE, payload);
    payload.release();
    context.flush();
  }

  private void write(ByteBuf frame, int messageBytes) {
    context
        .write(frame)
        .addListener(
            done -> {
              Throwable failure = done.cause();
              if (failure != null) {
                progress.onWriteFailed(failure);
              } else if (messageBytes > 0) {
                progress.onSent(messageBytes);
              }
            });
  }

  private static ByteBuf goodbye(int code, String reason) {
    if (code == CloseCodes.NO_STATUS) {
      return Unpooled.EMPTY_BUFFER;
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return Unpooled.buffer(2 + text.length).writeShort(code).writeBytes(text);
  }
}
