package dev.valence.net.internal.decode;

import java.nio.ByteBuffer;

/**
 * The header of a zstd frame, as far as it says how much memory the frame needs (RFC 8878 §3.1).
 */
final class ZstdFrame {
  /** More bytes of the header are needed. */
  static final long NEEDS_INPUT = -1;

  /** The bytes are no frame. */
  static final long NOT_A_FRAME = -2;

  /** The longest frame header, in bytes. */
  static final int MAX_HEADER = 18;

  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;

  private ZstdFrame() {}

  /**
   * The window of the frame that begins with these bytes, in bytes; 0 for a frame to be skipped.
   *
   * @param header little-endian; from 0 to its position
   * @return or {@link #NEEDS_INPUT}, or {@link #NOT_A_FRAME}
   */
  static long window(ByteBuffer header) {
    if (header.position() < 4) {
      return NEEDS_INPUT;
    }
    int magic = header.getInt(0);
    if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
      return 0;
    }
    if (magic != MAGIC) {
      return NOT_A_FRAME;
    }
    if (header.position() < 6) {
      return NEEDS_INPUT;
    }
    int descriptor = header.get(4);
    boolean singleSegment = (descriptor & 0x20) != 0;
    return singleSegment ? contentSize(header, descriptor) : window(header.get(5));
  }

  /** RFC 8878 §3.1.1.1.2. */
  private static long window(byte windowDescriptor) {
    int exponent = (windowDescriptor & 0xFF) >> 3;
    int mantissa = windowDescriptor & 7;
    long base = 1L << (10 + exponent);
    return base + base / 8 * mantissa;
  }

  /** The window of a frame in a single segment is its content (RFC 8878 §3.1.1.1.2). */
  private static long contentSize(ByteBuffer header, int descriptor) {
    int dictionaryBytes = descriptor & 3;
    int at = 5 + (dictionaryBytes == 3 ? 4 : dictionaryBytes);
    int sizeBytes = 1 << ((descriptor & 0xFF) >> 6);
    if (header.position() < at + sizeBytes) {
      return NEEDS_INPUT;
    }
    return switch (sizeBytes) {
      case 1 -> header.get(at) & 0xFF;
      case 2 -> (header.getShort(at) & 0xFFFF) + 256;
      case 4 -> header.getInt(at) & 0xFFFF_FFFFL;
      default -> {
        long size = header.getLong(at);
        yield size < 0 ? Long.MAX_VALUE : size;
      }
    };
  }
}
