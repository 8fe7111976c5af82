package dev.valence.net.internal.cache.disk;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.cache.disk.EntryFile.Contents;
import dev.valence.net.internal.cache.store.BodyPieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How entries are read from their files: small bodies as a whole, others block by block. */
final class EntryReads {
  /** Bodies up to this size are read, and checked, as a whole. */
  private static final long SMALL = 1 << 20;

  /**
   * What opening an entry gives.
   *
   * @param body all of a small body, else nothing; owned by the taker
   */
  record Opened(Contents contents, List<ByteBuf> body) {}

  private EntryReads() {}

  static boolean isSmall(long length) {
    return length <= SMALL;
  }

  /** Reads what there is to know. Blocks. */
  static Opened open(EntryFile file, EntryName name) throws Exception {
    Contents contents = file.open();
    if (!EntryName.KeyHash.of(contents.key()).equals(name.hash())) {
      throw new DamagedEntryException("an entry under a name that is not its own");
    }
    return new Opened(
        contents, isSmall(contents.length()) ? readAll(file, contents.length()) : List.of());
  }

  /** Reads a whole body. Blocks. */
  static List<ByteBuf> readAll(EntryFile file, long length) throws Exception {
    List<ByteBuf> body = new ArrayList<>();
    try {
      for (long at = 0; at < length; ) {
        ByteBuf block = file.read(at);
        at += block.readableBytes();
        body.add(block);
      }
    } catch (Exception e) {
      body.forEach(ByteBuf::release);
      throw e;
    }
    return body;
  }

  /** The first bytes of a block, no more than wanted; it is taken over. */
  static ByteBuf cut(ByteBuf block, long most) {
    return block.readableBytes() <= most
        ? block
        : block.writerIndex(block.readerIndex() + (int) most);
  }

  /** A copy of the bytes of a small body from one offset to another. */
  static ByteBuf copy(BodyPieces body, long from, long to) {
    ByteBuf copy = Unpooled.buffer((int) (to - from), (int) (to - from));
    for (long at = from; at < to; ) {
      ByteBuf slice = body.slice(at, to);
      if (slice == null) {
        break;
      }
      at += slice.readableBytes();
      copy.writeBytes(slice);
      slice.release();
    }
    return copy;
  }

  static NetException failure(@Nullable Throwable cause) {
    return cause instanceof DamagedEntryException
        ? new NetException(
            NetError.CACHE_CHECKSUM_MISMATCH, "a stored body was damaged on the disk", cause)
        : new NetException(
            NetError.CACHE_READ_FAILURE, "a stored body cannot be read from the disk", cause);
  }
}
