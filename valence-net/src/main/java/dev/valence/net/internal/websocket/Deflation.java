package dev.valence.net.internal.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses this side's messages (RFC 7692 §7.2.1). One thread.
 *
 * <p>Java's deflater always has the largest window. Where the server wants a smaller one, its
 * history is dropped (a full flush) each time so many bytes have gone in: then no reference can
 * reach farther back than the window.
 */
final class Deflation {
  private static final int LARGEST_WINDOW = 1 << 15;
  private static final int TAIL_BYTES = 4;
  private static final int PIECE = 8 << 10;

  private @Nullable Deflater begun;
  private byte[] piece = {};
  private final int window;
  private final boolean forgets;
  private int sinceDropped;

  Deflation(DeflateAgreement agreement) {
    this.window = 1 << agreement.clientWindowBits();
    this.forgets = agreement.clientForgets();
  }

  /**
   * More of a message.
   *
   * @param last whether the message ends with these bytes
   * @return what to send, possibly nothing yet
   */
  ByteBuf deflate(byte[] bytes, int from, int length, boolean last, ByteBufAllocator allocator) {
    Deflater deflater = deflater();
    ByteBuf out = allocator.buffer(Math.max(64, length / 2));
    int at = from;
    int left = length;
    while (left > 0) {
      int step = window == LARGEST_WINDOW ? left : Math.min(left, window - sinceDropped);
      deflater.setInput(bytes, at, step);
      at += step;
      left -= step;
      sinceDropped += step;
      boolean drop = window < LARGEST_WINDOW && sinceDropped == window;
      if (drop) {
        sinceDropped = 0;
        drain(Deflater.FULL_FLUSH, out);
      } else {
        drain(last && left == 0 ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH, out);
      }
    }
    if (last && length == 0) {
      drain(Deflater.SYNC_FLUSH, out);
      if (!out.isReadable()) {
        // Nothing has come since the last flush: the head of an empty block, as RFC 7692 §7.2.3.6.
        out.writeByte(0).writeZero(TAIL_BYTES);
      }
    }
    if (last) {
      out.writerIndex(out.writerIndex() - TAIL_BYTES);
      if (forgets) {
        deflater.reset();
        sinceDropped = 0;
      }
    }
    return out;
  }

  void release() {
    if (begun != null) {
      begun.end();
    }
  }

  /** Made by the first message: until then nothing is held. */
  private Deflater deflater() {
    Deflater present = begun;
    if (present == null) {
      present = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
      begun = present;
      piece = new byte[PIECE];
    }
    return present;
  }

  private void drain(int flush, ByteBuf out) {
    Deflater deflater = deflater();
    int length;
    do {
      length = deflater.deflate(piece, 0, PIECE, flush);
      out.writeBytes(piece, 0, length);
    } while (length == PIECE || (flush == Deflater.NO_FLUSH && !deflater.needsInput()));
  }
}
