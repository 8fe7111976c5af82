package dev.valence.internal.fetch;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Gathers a body in one array, and tells when it is whole. */
class ByteCollector {
  /** The most that an array holds on every JVM. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private static final byte[] EMPTY = {};

  private final int most;
  private byte[] bytes;
  private int size;

  ByteCollector(int expected) {
    this(expected, MOST);
  }

  /** A collector that takes no more than so many bytes. */
  ByteCollector(int expected, int most) {
    this.most = most;
    bytes = expected == 0 ? EMPTY : new byte[expected];
  }

  /** Called when the body is whole. Must not block. */
  void finish() {}

  /** Called when the body broke off. Must not block. */
  void fail(Throwable cause) {}

  void add(byte[] piece) {
    if (piece.length > 0) {
      if (size == 0 && bytes.length <= piece.length) {
        bytes = piece;
      } else {
        room(piece.length);
        System.arraycopy(piece, 0, bytes, size, piece.length);
      }
      size += piece.length;
    }
  }

  /** Adds a piece of what is known to fit. */
  void addHeld(ByteBuf piece) {
    int more = piece.readableBytes();
    room(more);
    piece.readBytes(bytes, size, more);
    size += more;
  }

  /**
   * Adds a piece; it stays the caller's.
   *
   * @throws NetException when the body is too long for an array
   */
  void add(ByteBuf piece) throws NetException {
    if (most - size < piece.readableBytes()) {
      String limit = most == MOST ? "an array can be" : most + " bytes";
      throw new NetException(
          NetError.INSUFFICIENT_RESOURCES,
          "the body is longer than " + limit + "; read it as a stream",
          null);
    }
    addHeld(piece);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      long wanted = Math.max((long) size + more, Math.min(MOST, (long) size * 2));
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, wanted));
    }
  }

  /** What was gathered; the array may be the collector's own. */
  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
