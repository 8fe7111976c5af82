package dev.valence.net.internal.cache.disk;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.disk.EntryFile.Contents;
import dev.valence.net.internal.cache.disk.EntryFile.Record;
import dev.valence.net.internal.cache.disk.RecordFormat.Kind;
import dev.valence.net.internal.cache.store.BodyPieces;
import dev.valence.net.internal.cache.store.HeadSize;
import dev.valence.net.internal.cache.store.Keeper;
import dev.valence.net.internal.cache.store.StoredResponse;
import dev.valence.net.internal.cache.store.StoredResponse.State;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One response on the disk, and what of it lies in memory. Confined to the network thread; the file
 * is touched by the work in its lane only.
 */
final class DiskEntry implements Keeper {
  /** Bodies up to this size are read, and checked, as a whole. */
  static final long SMALL = 1 << 20;

  /** How much is gathered before it is written, in bytes; a kill costs a part no more. */
  private static final long GATHERED = 64 * 1024;

  private static final long MOST_AT_ONCE = 1 << 20;
  private static final long MOST_WAITING = 1 << 20;

  private record Loaded(Contents contents, List<ByteBuf> body) {}

  private final DiskCacheStore store;
  private final EntryName name;
  private final EntryFile file;
  private final DiskQueue.Lane lane;
  private final List<Runnable> opening = new ArrayList<>(0);
  private @Nullable StoredResponse response;
  private long fileBytes;
  private long flushed;
  private long lastUsed;
  private long stored;
  private boolean keyWritten;
  private boolean headWritten;
  private boolean endWritten;
  private boolean writing;
  private boolean failed;
  private boolean removed;
  private boolean mayBeOpen;

  DiskEntry(DiskCacheStore store, EntryName name, EntryFile file, DiskQueue.Lane lane) {
    this.store = store;
    this.name = name;
    this.file = file;
    this.lane = lane;
  }

  /** One that was found in the folder. */
  void found(long bytes, long storedMillis, long usedMillis) {
    fileBytes = bytes;
    stored = storedMillis;
    lastUsed = usedMillis;
    keyWritten = true;
  }

  /** A new one. */
  StoredResponse begin(CacheKey key, CachedHead head, long now) {
    stored = head.responseMillis();
    lastUsed = now;
    StoredResponse fresh = new StoredResponse(this, key, head, State.WRITING, new BodyPieces(0));
    response = fresh;
    return fresh;
  }

  EntryName name() {
    return name;
  }

  @Nullable StoredResponse response() {
    return response;
  }

  long fileBytes() {
    return fileBytes;
  }

  long storedMillis() {
    StoredResponse present = response;
    return present == null ? stored : present.head().responseMillis();
  }

  long lastUsed() {
    return lastUsed;
  }

  IndexFile.Item item() {
    return new IndexFile.Item(name, fileBytes, storedMillis(), lastUsed);
  }

  /** Adds a line about it, if it is known. */
  void listTo(List<CacheStore.Listed> listed) {
    StoredResponse present = response;
    if (present != null && !removed) {
      listed.add(
          new CacheStore.Listed(
              present.key(),
              present.head().response().status(),
              fileBytes + present.length() - flushed,
              present.head().responseMillis(),
              lastUsed));
    }
  }

  /** The store is closed: memory is given back; who reads goes on from the disk. */
  void release() {
    StoredResponse present = response;
    if (present != null) {
      failed |= present.state() == State.WRITING;
      present.releasePieces();
    }
    closeIfIdle();
  }

  /** Reads what there is to know; then, also when it was damaged, the task runs. */
  void open(Runnable then) {
    opening.add(then);
    if (opening.size() == 1) {
      mayBeOpen = true;
      lane.submit(this::load, this::opened);
    }
  }

  private Loaded load() throws Exception {
    Contents contents = file.open();
    if (!EntryName.KeyHash.of(contents.key()).equals(name.hash())) {
      throw new DamagedEntryException("an entry under a name that is not its own");
    }
    return new Loaded(
        contents, contents.length() <= SMALL ? readAll(contents.length()) : List.of());
  }

  private List<ByteBuf> readAll(long length) throws Exception {
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

  private void opened(@Nullable Loaded loaded, @Nullable Throwable failure) {
    if (loaded == null) {
      store.damaged(this, failure);
      remove();
    } else if (removed) {
      loaded.body.forEach(ByteBuf::release);
    } else {
      Contents contents = loaded.contents;
      BodyPieces pieces = new BodyPieces(loaded.body.isEmpty() ? contents.length() : 0);
      loaded.body.forEach(pieces::adopt);
      flushed = contents.length();
      fileBytes = contents.fileBytes();
      headWritten = true;
      endWritten = contents.whole();
      response =
          new StoredResponse(
              this,
              contents.key(),
              contents.head(),
              contents.whole() ? State.WHOLE : State.PARTIAL,
              pieces);
      store.charge(this, fileBytes);
      closeIfIdle();
    }
    List<Runnable> tasks = List.copyOf(opening);
    opening.clear();
    tasks.forEach(Runnable::run);
    store.remember(this);
  }

  /** What of it lies in memory, in bytes. */
  long inMemory() {
    StoredResponse present = response;
    return present == null
        ? 0
        : HeadSize.of(present.key(), present.head()) + present.pieces().capacity();
  }

  /** Whether it answered without telling, since this was last asked. */
  boolean wasTaken() {
    StoredResponse present = response;
    return present != null && present.wasTaken();
  }

  /** Gives up what the disk has as well. */
  void forget() {
    StoredResponse present = response;
    if (present == null || failed || writing || flushed < present.length()) {
      return;
    }
    if (present.state() != State.WRITING) {
      present.releasePieces();
      if (!present.isUsed() && headWritten && !removed) {
        response = null;
      }
    } else {
      present.pieces().dropBefore(flushed);
    }
  }

  @Override
  public void used(StoredResponse used) {
    lastUsed = store.touch(this);
  }

  @Override
  public void grew(StoredResponse grown) {
    if (!removed) {
      store.charge(this, fileBytes + grown.length() - flushed);
      if (grown.length() > store.mostBody()) {
        // Neither the disk nor memory may hold it: who reads now gets it through a window.
        failed = true;
        grown.passThrough();
      }
    }
    flush(grown, false);
    store.remember(this);
  }

  @Override
  public void headChanged(StoredResponse changed) {
    headWritten = false;
    flush(changed, changed.state() != State.WRITING);
  }

  @Override
  public void ended(StoredResponse ended) {
    // What nobody finds any more and what lies in memory needs no disk.
    if (!removed || ended.pieces().start() > 0) {
      flush(ended, true);
    }
    store.remember(this);
  }

  private void flush(StoredResponse from, boolean all) {
    boolean whole = from.state() == State.WHOLE;
    long waiting = from.length() - flushed;
    boolean needed = waiting > 0 || !headWritten || whole && !endWritten;
    if (writing || failed || !needed || !all && waiting < GATHERED) {
      return;
    }
    List<Record> records = new ArrayList<>(4);
    List<ByteBuf> held = new ArrayList<>(4);
    if (!keyWritten) {
      records.add(new Record(Kind.KEY, EntryFile.keyContent(from.key())));
    }
    boolean withHead = !headWritten;
    if (withHead) {
      records.add(new Record(Kind.HEAD, ByteBuffer.wrap(HeadCodec.bytes(from.head()))));
    }
    long to = Math.min(from.length(), flushed + MOST_AT_ONCE);
    long at = flushed;
    while (at < to) {
      ByteBuf slice = from.pieces().slice(at, Math.min(to, at + BodyPieces.MOST_BYTES));
      if (slice == null) {
        throw new IllegalStateException("a byte was given up before it was written: " + at);
      }
      held.add(slice);
      records.add(new Record(Kind.BODY, slice.nioBuffer()));
      at += slice.readableBytes();
    }
    boolean withEnd = whole && !endWritten && to == from.length();
    if (withEnd) {
      records.add(new Record(Kind.END, ByteBuffer.allocate(0)));
    }
    keyWritten = true;
    headWritten = true;
    endWritten |= withEnd;
    writing = true;
    mayBeOpen = true;
    lane.submit(
        () -> file.append(records),
        (size, failure) -> {
          held.forEach(ByteBuf::release);
          writing = false;
          written(from, to, size, failure);
        });
  }

  private void written(
      StoredResponse from, long to, @Nullable Long size, @Nullable Throwable failure) {
    if (size == null) {
      failed = true;
      store.writeFailed(failure);
      from.doom();
      if (from.state() == State.WRITING) {
        from.passThrough();
      }
    } else {
      flushed = to;
      fileBytes = size;
      store.charge(this, fileBytes + from.length() - flushed);
      if (from.state() == State.WRITING && from.length() > store.mostInMemory()) {
        from.pieces().dropBefore(flushed);
      }
      flush(from, from.state() != State.WRITING);
      store.remember(this);
    }
    from.drainedMaybe();
    closeIfIdle();
  }

  @Override
  public boolean isFull(StoredResponse asked) {
    return !failed && asked.length() - flushed >= MOST_WAITING;
  }

  @Override
  public long readable(StoredResponse asked) {
    return flushed;
  }

  @Override
  public void read(StoredResponse from, long at, long to, Read answer) {
    mayBeOpen = true;
    boolean asWhole = from.state() != State.WRITING && from.length() <= SMALL;
    lane.submit(
        () -> asWhole ? readAll(from.length()) : List.of(file.read(at)),
        (blocks, failure) -> {
          if (blocks == null) {
            from.doom();
            store.damaged(this, failure);
            answer.done(null, readFailure(failure));
          } else {
            answer.done(
                asWhole ? restore(from, blocks, at, to) : cut(blocks.get(0), to - at), null);
          }
          closeIfIdle();
        });
  }

  private static NetException readFailure(@Nullable Throwable failure) {
    return failure instanceof DamagedEntryException
        ? new NetException(
            NetError.CACHE_CHECKSUM_MISMATCH, "a stored body was damaged on the disk", failure)
        : new NetException(
            NetError.CACHE_READ_FAILURE, "a stored body cannot be read from the disk", failure);
  }

  private static ByteBuf cut(ByteBuf block, long most) {
    return block.readableBytes() <= most
        ? block
        : block.writerIndex(block.readerIndex() + (int) most);
  }

  private ByteBuf restore(StoredResponse from, List<ByteBuf> blocks, long at, long to) {
    ByteBuf wanted = io.netty.buffer.Unpooled.buffer((int) (to - at), (int) (to - at));
    BodyPieces pieces = new BodyPieces(0);
    blocks.forEach(pieces::adopt);
    for (long position = at; position < to; ) {
      ByteBuf slice = pieces.slice(position, to);
      if (slice == null) {
        break;
      }
      position += slice.readableBytes();
      wanted.writeBytes(slice);
      slice.release();
    }
    if (from.state() == State.WRITING || from.pieces().start() == 0 || pieces.end() != flushed) {
      pieces.release();
    } else {
      from.pieces(pieces);
      store.remember(this);
    }
    return wanted;
  }

  /** Takes it away from all who look for it, and its file from the folder. */
  void remove() {
    StoredResponse present = response;
    if (present != null && !present.isDoomed()) {
      present.doom();
    } else {
      doomed(present != null && present.isUsed());
    }
  }

  @Override
  public void doom(StoredResponse doomed) {
    doomed(doomed.isUsed());
  }

  private void doomed(boolean stillUsed) {
    if (removed) {
      return;
    }
    removed = true;
    store.drop(this);
    mayBeOpen |= stillUsed;
    if (keyWritten) {
      lane.submit(
          () -> {
            file.unlink(stillUsed);
            return name;
          },
          (done, failure) -> closeIfIdle());
    } else if (stillUsed) {
      // Should it need the disk all the same, the file goes at once.
      lane.submit(
          () -> {
            file.unlink(false);
            return name;
          },
          (done, failure) -> {});
    }
    releaseIfUnused();
  }

  @Override
  public void unused(StoredResponse unused) {
    releaseIfUnused();
    closeIfIdle();
    store.remember(this);
  }

  private void releaseIfUnused() {
    StoredResponse present = response;
    if (removed && present != null && !present.isUsed()) {
      // Nobody is left for whom the rest would have to be written.
      failed = true;
      present.releasePieces();
      store.remember(this);
    }
  }

  /** A file is held open only while somebody may need it. */
  private void closeIfIdle() {
    StoredResponse present = response;
    if (mayBeOpen && !writing && (present == null || !present.isUsed())) {
      mayBeOpen = false;
      lane.submit(
          () -> {
            file.close();
            return name;
          },
          (done, failure) -> {});
    }
  }
}
