package dev.valence.net.internal.decode;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The coding zstd (RFC 8878): frames one after another, none with a window of more than 8 MiB (RFC
 * 9659 §3).
 */
final class ZstdDecoder extends QueuedDecoder {
  private static final long MAX_WINDOW = 8L << 20;

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();

  /** The header of the frame that begins, held back until its window is known. */
  private final ByteBuffer header =
      ByteBuffer.allocateDirect(ZstdFrame.MAX_HEADER).order(ByteOrder.LITTLE_ENDIAN);

  private boolean inFrame;
  private boolean outputPending;

  ZstdDecoder(ByteBufAllocator allocator) {
    super("zstd", allocator);
  }

  /** The native code reads direct memory only. */
  @Override
  boolean canRead(ByteBuf in) {
    return in.isDirect() && super.canRead(in);
  }

  @Override
  @Nullable ByteBuf decodePiece(ByteBuf in) throws NetException {
    while (in.isReadable() || outputPending) {
      if (!inFrame && !beginFrame(in)) {
        return null;
      }
      ByteBuf piece = decompress(in);
      if (piece != null) {
        return piece;
      }
    }
    return null;
  }

  /** Reads the frame's header and no byte more; tells whether it is complete. */
  private boolean beginFrame(ByteBuf in) throws NetException {
    long window = ZstdFrame.window(header);
    while (window == ZstdFrame.NEEDS_INPUT && in.isReadable()) {
      header.put(in.readByte());
      window = ZstdFrame.window(header);
    }
    if (window == ZstdFrame.NEEDS_INPUT) {
      return false;
    }
    if (window == ZstdFrame.NOT_A_FRAME) {
      throw failed("no frame begins where one should", null);
    }
    if (window > MAX_WINDOW) {
      throw failed(
          NetError.ZSTD_WINDOW_SIZE_TOO_BIG,
          "a frame asks for a window of " + window + " bytes, more than " + MAX_WINDOW,
          null);
    }
    inFrame = true;
    header.flip();
    return true;
  }

  private @Nullable ByteBuf decompress(ByteBuf in) throws NetException {
    ByteBuf piece = newPiece(in.readableBytes(), outputPending);
    try {
      ByteBuffer target = piece.nioBuffer(0, piece.capacity());
      boolean frameEnds = false;
      while (header.hasRemaining() && !frameEnds) {
        frameEnds = context.decompressDirectByteBufferStream(target, header);
      }
      if (!frameEnds && (in.isReadable() || outputPending)) {
        ByteBuffer source = in.nioBuffer();
        int start = source.position();
        frameEnds = context.decompressDirectByteBufferStream(target, source);
        in.skipBytes(source.position() - start);
      }
      if (frameEnds) {
        inFrame = false;
        header.clear();
      }
      outputPending = !frameEnds && !target.hasRemaining();
      piece.writerIndex(target.position());
      return piece.isReadable() ? piece.retain() : null;
    } catch (ZstdException e) {
      throw failed("the data is damaged", e);
    } finally {
      piece.release();
    }
  }

  @Override
  boolean isComplete() {
    return false;
  }

  @Override
  boolean mayEndHere() {
    return !inFrame && header.position() == 0;
  }

  @Override
  void release() {
    context.close();
  }
}
