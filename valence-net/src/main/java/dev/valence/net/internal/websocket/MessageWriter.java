package dev.valence.net.internal.websocket;

import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.websocket.WebSocketTransport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
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
    void onWriteFailed(NetException cause);
  }

  private record Message(
      boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done) {}

  private record Control(Opcode opcode, byte[] payload, Consumer<@Nullable NetException> done) {}

  /** The longest fragment; what waits in the connection is bounded by it. */
  private static final int FRAGMENT = 64 << 10;

  private final DuplexStream stream;
  private final FrameBatch frames;
  private final @Nullable Deflation deflation;
  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private final ArrayDeque<Control> controls = new ArrayDeque<>(1);
  private int offset;

  /** Whether the message has begun, in this part or one before. */
  private boolean begun;

  /** Whether a frame of it was written. */
  private boolean framed;

  private boolean compressed;
  private int held;
  private @Nullable ByteBuf pong;
  private @Nullable ByteBuf goodbye;
  private Consumer<@Nullable NetException> afterGoodbye = WebSocketTransport.UNHEARD;
  private boolean closed;

  /**
   * A writer.
   *
   * @param deflation compresses; null where that was not agreed on. Released by {@link #release}
   */
  MessageWriter(
      DuplexStream stream,
      FrameWriter frames,
      @Nullable Deflation deflation,
      Progress progress,
      FrameLog log) {
    this.stream = stream;
    this.frames = new FrameBatch(stream, frames, progress, log);
    this.deflation = deflation;
  }

  /** Adds a message, or a part of one; {@link #pump} sends it. */
  void add(boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done) {
    if (!closed && goodbye == null) {
      waiting.add(new Message(text, payload, last, done));
    } else {
      done.accept(WebSocketConnection.closed());
    }
  }

  /** Adds a ping or pong, which goes before the messages; {@link #pump} sends it. */
  void addControl(Opcode opcode, byte[] payload, Consumer<@Nullable NetException> done) {
    if (!closed && goodbye == null) {
      controls.add(new Control(opcode, payload, done));
    } else {
      done.accept(WebSocketConnection.closed());
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
    if (!closed && stream.isWritable()) {
      writeControl(Opcode.PING, Unpooled.EMPTY_BUFFER, WebSocketTransport.UNHEARD);
      frames.write();
      stream.flush();
    }
  }

  /** Says goodbye behind all messages; none can be added any more. */
  void closeAfterMessages(int code, String reason, Consumer<@Nullable NetException> done) {
    if (!closed && goodbye == null) {
      goodbye = goodbye(code, reason);
      afterGoodbye = done;
      pump();
    } else {
      done.accept(WebSocketConnection.closed());
    }
  }

  /** Says goodbye now; messages that wait are not sent. */
  void closeNow(int code, String reason) {
    if (!closed) {
      failWaiting();
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
    while (stream.isWritable()) {
      Message next = waiting.peek();
      if (pong != null) {
        ByteBuf payload = pong;
        pong = null;
        writeControl(Opcode.PONG, payload, WebSocketTransport.UNHEARD);
        payload.release();
      } else if (!controls.isEmpty()) {
        Control control = controls.remove();
        writeControl(control.opcode(), Unpooled.wrappedBuffer(control.payload()), control.done());
      } else if (next != null) {
        fragment(next);
      } else {
        break;
      }
      wrote = true;
    }
    if (waiting.isEmpty() && controls.isEmpty() && goodbye != null) {
      writeGoodbye(goodbye);
    } else if (wrote) {
      frames.write();
      stream.flush();
    }
  }

  void release() {
    closed = true;
    failWaiting();
    Consumer<@Nullable NetException> unsaid = afterGoodbye;
    afterGoodbye = WebSocketTransport.UNHEARD;
    unsaid.accept(WebSocketConnection.closed());
    if (pong != null) {
      pong.release();
      pong = null;
    }
    if (goodbye != null) {
      goodbye.release();
      goodbye = null;
    }
    frames.release();
    if (deflation != null) {
      deflation.release();
    }
  }

  private void failWaiting() {
    // Whoever hears of it may not change what is gone through here.
    List<Message> messages = List.copyOf(waiting);
    List<Control> pings = List.copyOf(controls);
    waiting.clear();
    controls.clear();
    messages.forEach(message -> message.done().accept(WebSocketConnection.closed()));
    pings.forEach(ping -> ping.done().accept(WebSocketConnection.closed()));
  }

  private void fragment(Message message) {
    byte[] payload = message.payload();
    int length = Math.min(FRAGMENT, payload.length - offset);
    boolean end = offset + length == payload.length;
    boolean last = end && message.last();
    if (!begun) {
      begun = true;
      // Nothing is shorter than an empty message as it is.
      compressed = deflation != null && (payload.length > 0 || !message.last());
    }
    Opcode opcode = framed ? Opcode.CONTINUATION : message.text() ? Opcode.TEXT : Opcode.BINARY;
    int more = end ? waiting.size() - 1 : 0;
    boolean whole = last || length > 0;
    if (compressed && deflation != null) {
      ByteBuf bytes = deflation.deflate(payload, offset, length, last, stream.alloc());
      whole = last || bytes.isReadable();
      if (whole) {
        frames.add(opcode, last, !framed, bytes, more);
      }
      bytes.release();
    } else if (whole) {
      frames.add(opcode, last, false, payload, offset, length, more);
    }
    offset += length;
    held += length;
    Consumer<@Nullable NetException> done = end ? message.done() : WebSocketTransport.UNHEARD;
    if (whole) {
      frames.tell(held, done);
      framed = true;
      held = 0;
    } else {
      // The compressor has it, and gives it out with what follows.
      done.accept(null);
    }
    if (end) {
      waiting.remove();
      offset = 0;
      begun = !last;
      framed &= !last;
    }
  }

  private void writeControl(Opcode opcode, ByteBuf payload, Consumer<@Nullable NetException> done) {
    frames.add(opcode, true, false, payload, 0);
    frames.tell(0, done);
  }

  private void writeGoodbye(ByteBuf payload) {
    goodbye = null;
    closed = true;
    Consumer<@Nullable NetException> done = afterGoodbye;
    afterGoodbye = WebSocketTransport.UNHEARD;
    writeControl(Opcode.CLOSE, payload, done);
    payload.release();
    frames.write();
    stream.flush();
  }

  private static ByteBuf goodbye(int code, String reason) {
    if (code == CloseCodes.NO_STATUS) {
      return Unpooled.EMPTY_BUFFER;
    }
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return Unpooled.buffer(2 + text.length).writeShort(code).writeBytes(text);
  }
}
