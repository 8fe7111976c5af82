package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.disk.RecordFormat.Kind;
import dev.valence.net.internal.cache.disk.RecordFormat.Prefix;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file of one entry ({@link RecordFormat}). Blocks; its owner calls it in order. */
final class EntryFile implements AutoCloseable {
  /** What opening a file tells. */
  record Contents(CacheKey key, CachedHead head, boolean whole, long length, long fileBytes) {}

  private record Block(long bodyOffset, int length, long filePosition) {}

  private final Disk disk;
  private final Path path;
  private final List<Block> blocks = new ArrayList<>(1);
  private @Nullable FileChannel channel;
  private long end;
  private long length;
  private boolean known;
  private boolean gone;

  EntryFile(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /**
   * Appends records.
   *
   * @return the file's length from now on, in bytes
   */
  long append(List<Record> records) throws IOException {
    FileChannel to = channel(true);
    ByteBuffer[] buffers = new ByteBuffer[records.size() * 2];
    long size = 0;
    long offset = length;
    for (int i = 0; i < records.size(); i++) {
      Record each = records.get(i);
      ByteBuffer content = each.content.duplicate();
      ByteBuffer prefix = ByteBuffer.allocate(RecordFormat.PREFIX_BYTES);
      RecordFormat.putPrefix(prefix, each.kind, offset, content);
      buffers[2 * i] = prefix.flip();
      buffers[2 * i + 1] = content;
      if (each.kind == Kind.BODY) {
        blocks.add(new Block(offset, content.remaining(), end + size + RecordFormat.PREFIX_BYTES));
        offset += content.remaining();
      }
      size += RecordFormat.PREFIX_BYTES + content.remaining();
    }
    to.position(end);
    for (long left = size; left > 0; ) {
      left -= to.write(buffers);
    }
    end += size;
    length = offset;
    return end;
  }

  /** A record to be written; the content is everything between position and limit. */
  record Record(Kind kind, ByteBuffer content) {}

  /** Reads and checks everything but bodies of more than a few bytes. */
  Contents open() throws IOException {
    FileChannel from = channel(false);
    long size = from.size();
    blocks.clear();
    known = false;
    CacheKey key = null;
    CachedHead head = null;
    boolean whole = false;
    long offset = 0;
    long position = 0;
    while (position < size) {
      Prefix prefix = prefix(from, position, size);
      position += RecordFormat.PREFIX_BYTES;
      if (prefix.length() > size - position || prefix.bodyOffset() != offset) {
        throw new DamagedEntryException("a record that is cut off, or out of place");
      }
      if ((key == null) != (prefix.kind() == Kind.KEY)
          || whole && prefix.kind() != Kind.HEAD
          || prefix.kind() == Kind.BODY && (head == null || prefix.length() == 0)) {
        throw new DamagedEntryException("a record where none belongs");
      }
      switch (prefix.kind()) {
        case KEY -> key = key(content(from, prefix, position));
        case HEAD -> head = HeadCodec.head(content(from, prefix, position));
        case BODY -> {
          blocks.add(new Block(offset, prefix.length(), position));
          offset += prefix.length();
        }
        case END -> {
          content(from, prefix, position);
          whole = true;
        }
      }
      position += prefix.length();
    }
    if (key == null || head == null) {
      throw new DamagedEntryException("an entry without a head");
    }
    end = size;
    length = offset;
    known = true;
    return new Contents(key, head, whole, offset, size);
  }

  private static CacheKey key(byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    if (content.length < Long.BYTES || bytes.getLong() != RecordFormat.MAGIC) {
      throw new DamagedEntryException("no entry of this version");
    }
    return HeadCodec.key(java.util.Arrays.copyOfRange(content, Long.BYTES, content.length));
  }

  /** The content of the first record of a file. */
  static ByteBuffer keyContent(CacheKey key) {
    byte[] bytes = HeadCodec.bytes(key);
    return ByteBuffer.allocate(Long.BYTES + bytes.length)
        .putLong(RecordFormat.MAGIC)
        .put(bytes)
        .flip();
  }

  private static Prefix prefix(FileChannel from, long position, long size) throws IOException {
    if (size - position < RecordFormat.PREFIX_BYTES) {
      throw new DamagedEntryException("a record that is cut off");
    }
    ByteBuffer bytes = ByteBuffer.allocate(RecordFormat.PREFIX_BYTES);
    fill(from, bytes, position);
    return RecordFormat.prefix(bytes.flip());
  }

  private static byte[] content(FileChannel from, Prefix prefix, long position) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(prefix.length());
    fill(from, bytes, position);
    RecordFormat.check(prefix, bytes.flip());
    return bytes.array();
  }

  /** The block that holds this offset, from there to its end; checked. */
  ByteBuf read(long offset) throws IOException {
    if (!known) {
      open();
    }
    FileChannel from = channel(false);
    Block block = blocks.get(indexOf(offset));
    int skipped = (int) (offset - block.bodyOffset);
    if (skipped < 0 || skipped >= block.length) {
      throw new DamagedEntryException("the body has no byte " + offset);
    }
    ByteBuf bytes = Unpooled.buffer(block.length, block.length);
    try {
      fill(from, bytes.nioBuffer(0, block.length), block.filePosition);
      Prefix prefix = prefix(from, block.filePosition - RecordFormat.PREFIX_BYTES, Long.MAX_VALUE);
      if (prefix.kind() != Kind.BODY
          || prefix.length() != block.length
          || prefix.bodyOffset() != block.bodyOffset) {
        throw new DamagedEntryException("another record than before");
      }
      RecordFormat.check(prefix, bytes.nioBuffer(0, block.length));
      return bytes.setIndex(skipped, block.length);
    } catch (IOException | RuntimeException e) {
      bytes.release();
      throw e;
    }
  }

  private int indexOf(long offset) throws DamagedEntryException {
    if (blocks.isEmpty()) {
      throw new DamagedEntryException("an entry without a body");
    }
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).bodyOffset <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static void fill(FileChannel from, ByteBuffer bytes, long position) throws IOException {
    while (bytes.hasRemaining()) {
      int read = from.read(bytes, position);
      if (read < 0) {
        throw new DamagedEntryException("the file ends too early");
      }
      position += read;
    }
  }

  private FileChannel channel(boolean forWriting) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = disk.open(path, forWriting && end == 0);
      channel = open;
      if (end == 0 && forWriting) {
        known = true;
      }
      if (gone) {
        Files.deleteIfExists(path);
      }
    }
    return open;
  }

  /** Takes the file out of its folder; whoever reads goes on. */
  void unlink(boolean stillUsed) throws IOException {
    gone = true;
    if (stillUsed && end > 0) {
      channel(false);
    }
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
