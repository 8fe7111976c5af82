package dev.valence.net.internal.decode;

import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The coding gzip (RFC 1952): members one after another, each with its checksums. What follows the
 * last member and does not begin as another is ignored, as browsers do.
 */
final class GzipDecoder extends QueuedDecoder {
  private enum Part {
    HEADER,
    BODY,
    TRAILER,
    IGNORED_REST
  }

  private static final int TRAILER_LENGTH = 8;

  private final GzipHeader header = new GzipHeader();
  private final Inflation inflation = new Inflation(true);
  private final CRC32 checksum = new CRC32();
  private Part part = Part.HEADER;
  private boolean afterFirstMember;
  private long length;
  private long trailer;
  private int trailerBytes;

  GzipDecoder(ByteBufAllocator allocator) {
    super("gzip", allocator);
  }

  @Override
  @Nullable ByteBuf decodePiece(ByteBuf in) throws NetException {
    while (part != Part.IGNORED_REST) {
      switch (part) {
        case HEADER -> readHeader(in);
        case BODY -> {
          ByteBuf piece = inflate(in);
          if (piece != null) {
            return piece;
          }
        }
        default -> readTrailer(in);
      }
      if (!in.isReadable() && !(part == Part.BODY && inflation.isFinished())) {
        return null;
      }
    }
    return null;
  }

  private void readHeader(ByteBuf in) throws NetException {
    switch (header.read(in)) {
      case NEEDS_INPUT -> {}
      case COMPLETE -> part = Part.BODY;
      case NOT_GZIP -> {
        if (!afterFirstMember) {
          throw failed("the body does not begin as gzip", null);
        }
        part = Part.IGNORED_REST;
      }
      case DAMAGED -> throw failed("the header is damaged", null);
    }
  }

  private @Nullable ByteBuf inflate(ByteBuf in) throws NetException {
    ByteBuf piece;
    try {
      piece = inflation.inflate(in, this);
    } catch (DataFormatException e) {
      throw failed("the data is damaged", e);
    }
    if (piece != null) {
      checksum.update(piece.nioBuffer());
      length += piece.readableBytes();
    }
    if (inflation.isFinished() && piece == null) {
      part = Part.TRAILER;
    }
    return piece;
  }

  private void readTrailer(ByteBuf in) throws NetException {
    while (trailerBytes < TRAILER_LENGTH && in.isReadable()) {
      trailer |= (long) in.readUnsignedByte() << (8 * trailerBytes++);
    }
    if (trailerBytes < TRAILER_LENGTH) {
      return;
    }
    if ((trailer & 0xFFFF_FFFFL) != checksum.getValue()) {
      throw failed("the checksum is wrong", null);
    }
    if (trailer >>> 32 != (length & 0xFFFF_FFFFL)) {
      throw failed("the length is wrong", null);
    }
    beginMember();
  }

  private void beginMember() {
    afterFirstMember = true;
    header.reset();
    inflation.reset();
    checksum.reset();
    length = 0;
    trailer = 0;
    trailerBytes = 0;
    part = Part.HEADER;
  }

  @Override
  boolean isComplete() {
    return part == Part.IGNORED_REST;
  }

  @Override
  boolean mayEndHere() {
    return part == Part.HEADER && (header.isEmpty() || (afterFirstMember && header.isOnlyMagic()));
  }

  @Override
  void release() {
    inflation.end();
  }
}
