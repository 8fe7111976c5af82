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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file of one entry ({@link RecordFormat}). Blocks; its owner calls it in order. */
final class EntryFile implements AutoCloseable {
  /** What opening a file tells. */
  record Contents(CacheKey key, CachedHead head, boolean whole, long length, long fileBytes) {}

  private record Block(long bodyOffset, int length, long filePosition) {}

  /** Heads that count no longer may take this much of a file, in bytes, whatever its size. */
  static final long MOST_DEAD = 64 * 1024;

  private final Disk disk;
  private final Path path;
  private final List<Block> blocks = new ArrayList<>(1);
  private @Nullable FileChannel channel;
  private long end;
  private long length;
  private long headAt = -1;
  private long headBytes;
  private long dead;
  private boolean whole;
  private boolean known;
  private boolean gone;

  EntryFile(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /**
   * Appends records. Heads that count no longer are left behind, until they are a quarter of what
   * counts: then the file is written anew.
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
      switch (each.kind) {
        case BODY -> {
          long at = end + size + RecordFormat.PREFIX_BYTES;
          blocks.add(new Block(offset, content.remaining(), at));
          offset += content.remaining();
        }
        case HEAD -> head(end + size, content.remaining());
        case END -> whole = true;
        case KEY -> {
          // Where it lies is known.
        }
      }
      size += RecordFormat.PREFIX_BYTES + content.remaining();
    }
    to.position(end);
    for (long left = size; left > 0; ) {
      left -= to.write(buffers);
    }
    end += size;
    length = offset;
    if (known && !gone && dead > Math.max(MOST_DEAD, (end - dead) / 4)) {
      compact(to);
    }
    return end;
  }

  /** A head begins here; the one before counts no longer. */
  private void head(long position, int contentBytes) {
    if (headAt >= 0) {
      dead += headBytes;
    }
    headAt = position;
    headBytes = RecordFormat.PREFIX_BYTES + contentBytes;
  }

  /**
   * Puts a file with nothing but what counts in the place of this one, at one stroke: a kill leaves
   * one of both. What is only half written has a name that is no entry's, and goes when the folder
   * is read.
   */
  private void compact(FileChannel from) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    List<Block> moved = new ArrayList<>(blocks.size());
    byte[] head = content(from, prefix(from, headAt, end), headAt + RecordFormat.PREFIX_BYTES);
    long keyBytes = prefix(from, 0, end).length() + RecordFormat.PREFIX_BYTES;
    long size;
    try (FileChannel to = disk.open(fresh, true)) {
      RecordCopy copy = new RecordCopy(from, to);
      copy.copy(0, keyBytes);
      copy.write(Kind.HEAD, 0, ByteBuffer.wrap(head));
      for (Block each : blocks) {
        long at = copy.size() + RecordFormat.PREFIX_BYTES;
        moved.add(new Block(each.bodyOffset, each.length, at));
        copy.copy(
            each.filePosition - RecordFormat.PREFIX_BYTES, RecordFormat.PREFIX_BYTES + each.length);
      }
      if (whole) {
        copy.write(Kind.END, length, ByteBuffer.allocate(0));
      }
      size = copy.size();
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
    close();
    Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    blocks.clear();
    blocks.addAll(moved);
    headAt = keyBytes;
    dead = 0;
    end = size;
  }

  /** A record to be written; the content is everything between position and limit. */
  record Record(Kind kind, ByteBuffer content) {}

  /** Reads and checks everything but bodies of more than a few bytes. */
  Contents open() throws IOException {
    FileChannel from = channel(false);
    long size = from.size();
    blocks.clear();
    known = false;
    whole = false;
    headAt = -1;
    dead = 0;
    CacheKey key = null;
    CachedHead head = null;
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
        case HEAD -> {
          head = HeadCodec.head(content(from, prefix, position));
          head(position - RecordFormat.PREFIX_BYTES, prefix.length());
        }
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
    return HeadCodec.key(Arrays.copyOfRange(content, Long.BYTES, content.length));
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

  static void fill(FileChannel from, ByteBuffer bytes, long position) throws IOException {
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
