package dev.valence.net.internal.decode;

import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The coding deflate (RFC 9110 §8.4.1.2): a zlib stream, or, as many servers send it and browsers
 * take it, a raw DEFLATE stream. Which of them it is shows in the first two bytes: a raw stream
 * that began as a zlib header would begin with a stored block whose padding is not zero, which no
 * encoder writes.
 */
final class DeflateDecoder extends QueuedDecoder {
  private @Nullable Inflation inflation;

  /** The first byte while it is the only one, else -1. */
  private int first = -1;

  DeflateDecoder(ByteBufAllocator allocator) {
    super("deflate", allocator);
  }

  @Override
  @Nullable ByteBuf decodePiece(ByteBuf in) throws NetException {
    try {
      if (inflation == null) {
        inflation = begin(in);
      }
      return inflation == null ? null : inflation.inflate(in, this);
    } catch (DataFormatException e) {
      throw failed("the data is damaged", e);
    }
  }

  private @Nullable Inflation begin(ByteBuf in) throws DataFormatException {
    if (first < 0) {
      if (in.readableBytes() < 2) {
        first = in.isReadable() ? in.readUnsignedByte() : -1;
        return null;
      }
      int at = in.readerIndex();
      return new Inflation(!isZlibHeader(in.getUnsignedByte(at), in.getUnsignedByte(at + 1)));
    }
    if (!in.isReadable()) {
      return null;
    }
    Inflation begun = new Inflation(!isZlibHeader(first, in.getUnsignedByte(in.readerIndex())));
    inflation = begun;
    begun.lead((byte) first);
    return begun;
  }

  /** The two bytes CMF and FLG (RFC 1950 §2.2). */
  private static boolean isZlibHeader(int cmf, int flg) {
    return (cmf & 0x0F) == 8 && cmf >> 4 <= 7 && ((cmf << 8) | flg) % 31 == 0;
  }

  @Override
  boolean isComplete() {
    return inflation != null && inflation.isFinished();
  }

  @Override
  boolean mayEndHere() {
    return inflation == null && first < 0;
  }

  @Override
  void release() {
    if (inflation != null) {
      inflation.end();
    }
  }
}
