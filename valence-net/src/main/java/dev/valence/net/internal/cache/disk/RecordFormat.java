package dev.valence.net.internal.cache.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What an entry's file is made of: records one behind the other, each with a sum over all of it.
 *
 * <pre>
 * record  = kind (1 byte), length of the content (4), body offset (8), CRC32C (4), content
 * file    = KEY, HEAD, { BODY | HEAD }, [ END, { HEAD } ]
 * </pre>
 *
 * <p>KEY begins with the magic number and the version of the format. The last HEAD counts. END says
 * that the body is whole; its body offset is the body's length. A file without END is a part. All
 * numbers are big-endian.
 */
final class RecordFormat {
  /** What a record is. */
  enum Kind {
    KEY('K'),
    HEAD('H'),
    BODY('B'),
    END('E');

    private final byte letter;

    Kind(char letter) {
      this.letter = (byte) letter;
    }
  }

  /** The head of a record, as it was read. */
  record Prefix(Kind kind, int length, long bodyOffset, int sum) {}

  static final long MAGIC = 0x56_4c_4e_43_43_48_45_01L;
  static final int PREFIX_BYTES = 17;

  /** The most body bytes in a record. */
  static final int MOST_BODY = 256 * 1024;

  private RecordFormat() {}

  /** Appends the prefix of a record; the content is read from its position to its limit. */
  static void putPrefix(ByteBuffer to, Kind kind, long bodyOffset, ByteBuffer content) {
    int start = to.position();
    to.put(kind.letter).putInt(content.remaining()).putLong(bodyOffset);
    to.putInt(sum(to.duplicate().flip().position(start), content.duplicate()));
  }

  /** The sum over the first thirteen bytes of the prefix and the content. */
  private static int sum(ByteBuffer prefix, ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(prefix);
    crc.update(content);
    return (int) crc.getValue();
  }

  /** Reads a prefix; null for what is none. */
  static Prefix prefix(ByteBuffer from) throws DamagedEntryException {
    byte letter = from.get();
    int length = from.getInt();
    long bodyOffset = from.getLong();
    int sum = from.getInt();
    for (Kind kind : Kind.values()) {
      if (kind.letter == letter) {
        int most = kind == Kind.BODY ? MOST_BODY : kind == Kind.END ? 0 : HeadCodec.MOST_BYTES + 8;
        if (length < 0 || length > most || bodyOffset < 0) {
          throw new DamagedEntryException("a record of " + length + " bytes");
        }
        return new Prefix(kind, length, bodyOffset, sum);
      }
    }
    throw new DamagedEntryException("no kind of record: " + letter);
  }

  /** Checks a content against the prefix that was read before it. */
  static void check(Prefix prefix, ByteBuffer content) throws DamagedEntryException {
    ByteBuffer again = ByteBuffer.allocate(PREFIX_BYTES);
    again.put(prefix.kind.letter).putInt(prefix.length).putLong(prefix.bodyOffset).flip();
    if (sum(again, content.duplicate()) != prefix.sum) {
      throw new DamagedEntryException("a record with a wrong sum");
    }
  }
}
