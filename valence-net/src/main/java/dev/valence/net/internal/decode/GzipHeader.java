package dev.valence.net.internal.decode;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32;

/**
 * Reads the header of a gzip member byte by byte (RFC 1952 §2.3). Nothing in it is kept: a file
 * name may be of any length.
 */
final class GzipHeader {
  /** How far the header is. */
  enum Progress {
    NEEDS_INPUT,
    COMPLETE,
    /** The first bytes are not those of gzip. */
    NOT_GZIP,
    DAMAGED
  }

  private enum Part {
    FIXED,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    CHECKSUM,
    END
  }

  private static final int[] MAGIC = {0x1F, 0x8B, 8};
  private static final int FIXED_LENGTH = 10;
  private static final int FLAG_CHECKSUM = 0x02;
  private static final int FLAG_EXTRA = 0x04;
  private static final int FLAG_NAME = 0x08;
  private static final int FLAG_COMMENT = 0x10;
  private static final int FLAGS_RESERVED = 0xE0;

  private final CRC32 checksum = new CRC32();
  private Part part = Part.FIXED;

  /** How many bytes of the part were read. */
  private int inPart;

  private int flags;
  private int extraLength;
  private int expectedChecksum;

  /** Begins another header. */
  void reset() {
    checksum.reset();
    part = Part.FIXED;
    inPart = 0;
    flags = 0;
    extraLength = 0;
    expectedChecksum = 0;
  }

  /** Whether the bytes so far, perhaps none, could also be no header at all. */
  boolean isOnlyMagic() {
    return part == Part.FIXED && inPart < MAGIC.length;
  }

  /** Whether no byte was read. */
  boolean isEmpty() {
    return part == Part.FIXED && inPart == 0;
  }

  Progress read(ByteBuf in) {
    while (part != Part.END) {
      if (!in.isReadable()) {
        return Progress.NEEDS_INPUT;
      }
      Progress wrong = take(in.readUnsignedByte());
      if (wrong != Progress.NEEDS_INPUT) {
        return wrong;
      }
    }
    return Progress.COMPLETE;
  }

  private Progress take(int b) {
    if (part == Part.CHECKSUM) {
      expectedChecksum |= b << (8 * inPart++);
      if (inPart == 2) {
        part = Part.END;
        return expectedChecksum == (checksum.getValue() & 0xFFFF)
            ? Progress.NEEDS_INPUT
            : Progress.DAMAGED;
      }
      return Progress.NEEDS_INPUT;
    }
    checksum.update(b);
    switch (part) {
      case FIXED -> {
        return fixed(b);
      }
      case EXTRA_LENGTH -> {
        extraLength |= b << (8 * inPart++);
        if (inPart == 2) {
          enter(extraLength == 0 ? Part.NAME : Part.EXTRA);
        }
      }
      case EXTRA -> {
        if (++inPart == extraLength) {
          enter(Part.NAME);
        }
      }
      case NAME -> {
        if (b == 0) {
          enter(Part.COMMENT);
        }
      }
      case COMMENT -> {
        if (b == 0) {
          enter(Part.CHECKSUM);
        }
      }
      default -> throw new IllegalStateException("no byte belongs to " + part);
    }
    return Progress.NEEDS_INPUT;
  }

  private Progress fixed(int b) {
    if (inPart < MAGIC.length && b != MAGIC[inPart]) {
      return Progress.NOT_GZIP;
    }
    if (inPart == MAGIC.length) {
      flags = b;
      if ((b & FLAGS_RESERVED) != 0) {
        return Progress.DAMAGED;
      }
    }
    if (++inPart == FIXED_LENGTH) {
      enter(Part.EXTRA_LENGTH);
    }
    return Progress.NEEDS_INPUT;
  }

  /** Goes on to {@code next}, or past it where the flags say that it is absent. */
  private void enter(Part next) {
    part = next;
    inPart = 0;
    switch (next) {
      case EXTRA_LENGTH -> skipUnless(FLAG_EXTRA, Part.NAME);
      case NAME -> skipUnless(FLAG_NAME, Part.COMMENT);
      case COMMENT -> skipUnless(FLAG_COMMENT, Part.CHECKSUM);
      case CHECKSUM -> skipUnless(FLAG_CHECKSUM, Part.END);
      default -> {}
    }
  }

  private void skipUnless(int flag, Part after) {
    if ((flags & flag) == 0) {
      enter(after);
    }
  }
}
