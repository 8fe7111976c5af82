package dev.valence.net.internal.cache.store;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body that lie in memory: an unbroken run that ends with the last stored byte, in
 * pieces of its own on the heap, so that no receive buffer is held for a few bytes of it, and other
 * threads may hold what is given up here. Confined to the network thread; slices of what is there
 * may be read anywhere.
 */
public final class BodyPieces {
  /** The largest piece, in bytes. */
  public static final int MOST_BYTES = 256 * 1024;

  private static final int LEAST_BYTES = 4 * 1024;

  private record Piece(long offset, ByteBuf bytes) {
    long end() {
      return offset + bytes.readableBytes();
    }
  }

  private final List<Piece> pieces = new ArrayList<>(1);
  private long start;
  private long end;
  private long capacity;

  /** An empty run behind this offset. */
  public BodyPieces(long offset) {
    start = offset;
    end = offset;
  }

  /** The offset of the first byte that is here. */
  public long start() {
    return start;
  }

  /** The offset behind the last byte. */
  public long end() {
    return end;
  }

  /** What the pieces take of the memory, in bytes. */
  public long capacity() {
    return capacity;
  }

  /**
   * Copies bytes to the end.
   *
   * @param chunk stays with the caller; its indices stay as they are
   * @param expected how long the whole body will be, or -1
   */
  public void append(ByteBuf chunk, long expected) {
    int from = chunk.readerIndex();
    int left = chunk.readableBytes();
    while (left > 0) {
      ByteBuf to = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1).bytes;
      if (to == null || !to.isWritable()) {
        to = add(expected, left);
      }
      int length = Math.min(left, to.writableBytes());
      to.writeBytes(chunk, from, length);
      from += length;
      left -= length;
      end += length;
    }
  }

  private ByteBuf add(long expected, int atLeast) {
    long known = expected - end;
    long wanted = known > 0 ? known : Math.max(LEAST_BYTES, Math.max(atLeast, end - start));
    int size = (int) Math.min(MOST_BYTES, wanted);
    ByteBuf piece = Unpooled.buffer(size, size);
    pieces.add(new Piece(end, piece));
    capacity += size;
    return piece;
  }

  /** Appends a piece as it is; takes it over. */
  public void adopt(ByteBuf piece) {
    pieces.add(new Piece(end, piece));
    end += piece.readableBytes();
    capacity += piece.readableBytes();
  }

  /**
   * Bytes from an offset on, of one piece.
   *
   * @return a retained slice of at least one byte; null when that offset is not here
   */
  public @Nullable ByteBuf slice(long from, long to) {
    if (from < start || from >= end || from >= to) {
      return null;
    }
    Piece piece = pieces.get(indexOf(from));
    int at = (int) (from - piece.offset);
    int length = (int) (Math.min(to, piece.end()) - from);
    return piece.bytes.retainedSlice(piece.bytes.readerIndex() + at, length);
  }

  private int indexOf(long offset) {
    int low = 0;
    int high = pieces.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (pieces.get(middle).offset <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * All bytes from the start on as one array, which also takes the place of the pieces; of a run to
   * which nothing is appended any more.
   */
  byte[] whole() {
    if (pieces.size() == 1) {
      ByteBuf only = pieces.get(0).bytes;
      if (only.hasArray() && only.array().length == only.readableBytes()) {
        return only.array();
      }
    }
    byte[] whole = new byte[(int) (end - start)];
    int at = 0;
    for (Piece piece : pieces) {
      int length = piece.bytes.readableBytes();
      piece.bytes.getBytes(piece.bytes.readerIndex(), whole, at, length);
      at += length;
      piece.bytes.release();
    }
    pieces.clear();
    pieces.add(new Piece(start, Unpooled.wrappedBuffer(whole)));
    capacity = whole.length;
    return whole;
  }

  /** Gives up the pieces that lie wholly before an offset. */
  public void dropBefore(long offset) {
    int count = 0;
    while (count < pieces.size() && pieces.get(count).end() <= offset && full(count)) {
      Piece piece = pieces.get(count++);
      start = piece.end();
      capacity -= piece.bytes.capacity();
      piece.bytes.release();
    }
    pieces.subList(0, count).clear();
  }

  /** Whether a piece takes no more bytes: the last one may. */
  private boolean full(int index) {
    return index < pieces.size() - 1 || !pieces.get(index).bytes.isWritable();
  }

  /** Nothing more comes: memory that was taken for more is given back. */
  public void trim() {
    if (pieces.isEmpty()) {
      return;
    }
    Piece last = pieces.get(pieces.size() - 1);
    int used = last.bytes.readableBytes();
    if (last.bytes.writableBytes() > used / 4) {
      ByteBuf exact = Unpooled.buffer(used, used);
      exact.writeBytes(last.bytes, last.bytes.readerIndex(), used);
      capacity -= last.bytes.capacity() - used;
      last.bytes.release();
      pieces.set(pieces.size() - 1, new Piece(last.offset, exact));
    }
  }

  /** Gives everything up; the run goes on behind its end. */
  public void release() {
    pieces.forEach(piece -> piece.bytes.release());
    pieces.clear();
    start = end;
    capacity = 0;
  }
}
