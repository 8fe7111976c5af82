package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.disk.EntryFile.Contents;
import dev.valence.net.internal.cache.store.BodyPieces;
import dev.valence.net.internal.cache.store.HeadSize;
import dev.valence.net.internal.cache.store.Keeper;
import dev.valence.net.internal.cache.store.StoredResponse;
import dev.valence.net.internal.cache.store.StoredResponse.State;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One response on the disk, and what of it lies in memory. Confined to the network thread; the file
 * is touched by the work in its lane only.
 */
final class DiskEntry implements Keeper, EntryOutbox.Owner {
  private final DiskCacheStore store;
  private final EntryName name;
  private final EntryFile file;
  private final DiskQueue.Lane lane;
  private final EntryOutbox outbox;
  private final List<Runnable> opening = new ArrayList<>(0);
  private @Nullable StoredResponse response;
  private long fileBytes;
  private long lastUsed;
  private long stored;
  private boolean removed;
  private boolean mayBeOpen;

  DiskEntry(DiskCacheStore store, EntryName name, EntryFile file, DiskQueue.Lane lane) {
    this.store = store;
    this.name = name;
    this.file = file;
    this.lane = lane;
    this.outbox = new EntryOutbox(file, lane, store.backlog(), this);
  }

  /** One that was found in the folder. */
  void found(long bytes, long storedMillis, long usedMillis) {
    fileBytes = bytes;
    stored = storedMillis;
    lastUsed = usedMillis;
    outbox.found();
  }

  /** A new one; nothing is written before it is {@link #placed}. */
  StoredResponse begin(CacheKey key, CachedHead head, long now) {
    stored = head.responseMillis();
    lastUsed = now;
    StoredResponse fresh = new StoredResponse(this, key, head, State.WRITING, new BodyPieces(0));
    response = fresh;
    outbox.hold();
    outbox.grew(fresh);
    return fresh;
  }

  /** The store has a place for it. */
  void placed() {
    outbox.go();
    StoredResponse present = response;
    if (present != null) {
      grew(present);
      if (present.state() != State.WRITING) {
        ended(present);
      }
    }
  }

  EntryName name() {
    return name;
  }

  @Nullable StoredResponse response() {
    return response;
  }

  boolean isRemoved() {
    return removed;
  }

  long storedMillis() {
    StoredResponse present = response;
    return present == null ? stored : present.head().responseMillis();
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
              size(present),
              present.head().responseMillis(),
              lastUsed));
    }
  }

  /** What it takes of the limit: its file, and what is to be in it. */
  private long size(StoredResponse present) {
    return fileBytes + present.length() - outbox.flushed();
  }

  /** The store is closed: memory is given back; who reads goes on from the disk. */
  void release() {
    StoredResponse present = response;
    if (present != null) {
      if (present.state() == State.WRITING) {
        outbox.giveUp();
      }
      present.releasePieces();
    }
    closeIfIdle();
  }

  /** Reads what there is to know; then, also when it was damaged, the task runs. */
  void open(Runnable then) {
    opening.add(then);
    if (opening.size() == 1) {
      mayBeOpen = true;
      lane.submit(() -> EntryReads.open(file, name), this::opened);
    }
  }

  private void opened(EntryReads.@Nullable Opened read, @Nullable Throwable failure) {
    if (read == null) {
      store.damaged(this, failure);
      remove();
    } else if (removed) {
      read.body().forEach(ByteBuf::release);
    } else {
      Contents contents = read.contents();
      BodyPieces pieces = new BodyPieces(read.body().isEmpty() ? contents.length() : 0);
      read.body().forEach(pieces::adopt);
      outbox.found(contents.length(), contents.whole());
      fileBytes = contents.fileBytes();
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
    if (present == null || !outbox.isSettled(present)) {
      return;
    }
    if (present.state() != State.WRITING) {
      present.releasePieces();
      if (!present.isUsed() && outbox.isHeadWritten() && !removed) {
        response = null;
      }
    } else {
      present.pieces().dropBefore(outbox.flushed());
    }
  }

  @Override
  public void used(StoredResponse used) {
    lastUsed = store.touch(this);
  }

  @Override
  public void grew(StoredResponse grown) {
    if (!removed) {
      store.charge(this, size(grown));
    }
    outbox.grew(grown);
    boolean tooLarge = !removed && grown.length() > store.mostBody();
    if ((tooLarge || store.backlog().isFull()) && !outbox.hasGivenUp()) {
      // Neither the disk nor memory may hold it: who reads now gets it through a window.
      giveUp(grown);
    }
    outbox.flush(grown, false);
    store.remember(this);
  }

  /** It is not stored after all; those who read it get it all the same. */
  void giveUp(StoredResponse present) {
    outbox.giveUp();
    present.doom();
    if (present.state() == State.WRITING) {
      present.passThrough();
    }
  }

  @Override
  public void headChanged(StoredResponse changed) {
    outbox.headChanged(changed);
    if (store.backlog().isFull() && !outbox.hasGivenUp()) {
      giveUp(changed);
    }
    outbox.flush(changed, changed.state() != State.WRITING);
  }

  @Override
  public void ended(StoredResponse ended) {
    if (removed && ended.pieces().start() == 0 && !outbox.isSettled(ended)) {
      // What nobody finds any more and what lies in memory needs no disk.
      outbox.giveUp();
    }
    outbox.flush(ended, true);
    store.remember(this);
  }

  @Override
  public void onWriting() {
    mayBeOpen = true;
  }

  @Override
  public void onWritten(StoredResponse from, long nowFileBytes) {
    fileBytes = nowFileBytes;
    store.charge(this, size(from));
    if (from.state() == State.WRITING && from.length() > store.mostInMemory()) {
      from.pieces().dropBefore(outbox.flushed());
    }
    outbox.flush(from, from.state() != State.WRITING);
    store.remember(this);
    closeIfIdle();
  }

  @Override
  public void onWriteFailed(StoredResponse from, @Nullable Throwable failure) {
    store.writeFailed(failure);
    giveUp(from);
    closeIfIdle();
  }

  /** The network does not wait for the disk: what it brings too fast is given up. */
  @Override
  public boolean isFull(StoredResponse asked) {
    return false;
  }

  @Override
  public long readable(StoredResponse asked) {
    return outbox.flushed();
  }

  @Override
  public void read(StoredResponse from, long at, long to, Read answer) {
    mayBeOpen = true;
    boolean asWhole = from.state() != State.WRITING && EntryReads.isSmall(from.length());
    lane.submit(
        () -> asWhole ? EntryReads.readAll(file, from.length()) : List.of(file.read(at)),
        (blocks, failure) -> {
          if (blocks == null) {
            from.doom();
            store.damaged(this, failure);
            answer.done(null, EntryReads.failure(failure));
          } else {
            answer.done(
                asWhole ? restore(from, blocks, at, to) : EntryReads.cut(blocks.get(0), to - at),
                null);
          }
          closeIfIdle();
        });
  }

  private ByteBuf restore(StoredResponse from, List<ByteBuf> blocks, long at, long to) {
    BodyPieces pieces = new BodyPieces(0);
    blocks.forEach(pieces::adopt);
    ByteBuf wanted = EntryReads.copy(pieces, at, to);
    boolean wholeInMemory = from.pieces().start() == 0;
    if (from.state() == State.WRITING || wholeInMemory || pieces.end() != outbox.flushed()) {
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
    boolean hasFile = outbox.hasFile();
    if (hasFile || stillUsed && !outbox.hasGivenUp()) {
      // Where there is no file yet, and it should need the disk all the same, it goes at once.
      lane.submit(
          () -> {
            file.unlink(hasFile && stillUsed);
            return name;
          },
          (done, failure) -> {
            if (hasFile) {
              closeIfIdle();
            }
          });
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
      outbox.giveUp();
      present.releasePieces();
      response = null;
      store.remember(this);
    }
  }

  /** A file is held open only while somebody may need it. */
  private void closeIfIdle() {
    StoredResponse present = response;
    if (mayBeOpen && !outbox.isWriting() && (present == null || !present.isUsed())) {
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
