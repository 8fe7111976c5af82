package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.disk.RecordFormat.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes a file of records, most of which are copied from another one as they are. Blocks. */
final class RecordCopy {
  private static final int PIECE = 64 * 1024;

  private final FileChannel from;
  private final FileChannel to;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
  private long size;

  RecordCopy(FileChannel from, FileChannel to) {
    this.from = from;
    this.to = to;
  }

  /** What has been written, in bytes. */
  long size() {
    return size;
  }

  /** Copies bytes that are one or several whole records; their sums stay what they were. */
  void copy(long position, long bytes) throws IOException {
    for (long at = position; at < position + bytes; ) {
      piece.clear().limit((int) Math.min(PIECE, position + bytes - at));
      EntryFile.fill(from, piece, at);
      at += piece.flip().remaining();
      write(piece);
    }
  }

  /** Writes a record anew. */
  void write(Kind kind, long bodyOffset, ByteBuffer content) throws IOException {
    ByteBuffer prefix = ByteBuffer.allocate(RecordFormat.PREFIX_BYTES);
    RecordFormat.putPrefix(prefix, kind, bodyOffset, content);
    write(prefix.flip());
    write(content);
  }

  private void write(ByteBuffer bytes) throws IOException {
    size += bytes.remaining();
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }
}
