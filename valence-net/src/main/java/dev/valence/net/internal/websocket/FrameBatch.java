package dev.valence.net.internal.websocket;

import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.internal.websocket.MessageWriter.Progress;
import dev.valence.net.websocket.WebSocketTransport;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way to the connection. Short ones share a buffer, a write and the news of what
 * became of it: a write for each would cost more than its frame. Confined to the network thread.
 */
final class FrameBatch {
  /** How long a shared buffer grows. */
  private static final int FULL = 64 << 10;

  private final DuplexStream stream;
  private final FrameWriter frames;
  private final Progress progress;
  private final FrameLog log;
  private @Nullable ByteBuf buffer;
  private int messageBytes;
  private List<Consumer<@Nullable NetException>> hearers = List.of();

  FrameBatch(DuplexStream stream, FrameWriter frames, Progress progress, FrameLog log) {
    this.stream = stream;
    this.log = log;
    this.frames = frames;
    this.progress = progress;
  }

  /**
   * Adds a frame; the buffer goes to the connection when it is full.
   *
   * @param payload stays the caller's
   * @param expected how many more frames of this kind are likely to follow at once
   */
  void add(Opcode opcode, boolean fin, boolean compressed, ByteBuf payload, int expected) {
    int length = payload.readableBytes();
    log.sent(opcode, fin, compressed, length);
    frames.append(room(length, expected), opcode, fin, compressed, payload);
  }

  /** As the other, with a part of an array. */
  void add(
      Opcode opcode,
      boolean fin,
      boolean compressed,
      byte[] payload,
      int from,
      int length,
      int expected) {
    log.sent(opcode, fin, compressed, length);
    frames.append(room(length, expected), opcode, fin, compressed, payload, from, length);
  }

  /**
   * Who hears what becomes of the frame that was added last.
   *
   * @param bytes of messages, before compression, that have gone with it
   */
  void tell(int bytes, Consumer<@Nullable NetException> done) {
    messageBytes += bytes;
    if (done != WebSocketTransport.UNHEARD) {
      if (hearers.isEmpty()) {
        hearers = new ArrayList<>();
      }
      hearers.add(done);
    }
  }

  private ByteBuf room(int length, int expected) {
    int needed = FrameWriter.LARGEST_HEADER + length;
    ByteBuf present = buffer;
    if (present != null && present.writableBytes() >= needed) {
      return present;
    }
    write();
    long likely = (long) needed * (1 + expected);
    ByteBuf fresh = stream.alloc().directBuffer((int) Math.max(needed, Math.min(FULL, likely)));
    buffer = fresh;
    return fresh;
  }

  /** Gives what was added to the connection, which is not flushed by that. */
  void write() {
    ByteBuf bytes = buffer;
    if (bytes == null) {
      return;
    }
    int sent = messageBytes;
    List<Consumer<@Nullable NetException>> told = hearers;
    buffer = null;
    messageBytes = 0;
    hearers = List.of();
    stream.write(
        bytes,
        failure -> {
          if (failure != null) {
            told.forEach(hearer -> hearer.accept(failure));
            progress.onWriteFailed(failure);
            return;
          }
          if (sent > 0) {
            progress.onSent(sent);
          }
          told.forEach(hearer -> hearer.accept(null));
        });
  }

  /** Drops what was not written. */
  void release() {
    ByteBuf bytes = buffer;
    if (bytes != null) {
      buffer = null;
      bytes.release();
    }
    List<Consumer<@Nullable NetException>> told = hearers;
    hearers = List.of();
    told.forEach(hearer -> hearer.accept(WebSocketConnection.closed()));
  }
}
