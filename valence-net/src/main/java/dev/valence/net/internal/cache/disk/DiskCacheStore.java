package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.disk.EntryName.KeyHash;
import dev.valence.net.internal.cache.store.HeadSize;
import dev.valence.net.internal.cache.store.ResponseTable;
import dev.valence.net.internal.cache.store.StoredResponse;
import dev.valence.net.internal.cache.store.Variants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stored responses in a folder: a file each, found by an index in memory, with a bounded layer of
 * heads and bodies in memory. A disk that fails costs entries, never requests.
 */
public final class DiskCacheStore implements CacheStore {
  /** The limit of the layer in memory: 32 MB, but no more than an eighth of the heap. */
  public static long defaultMemory() {
    return Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 8);
  }

  private static final Logger LOG = LoggerFactory.getLogger(DiskCacheStore.class);

  /**
   * What a store may take, in bytes.
   *
   * @param disk below zero for what the disk has room for
   * @param memory of heads and bodies that the disk has as well
   * @param backlog of what waits for the disk
   */
  record Bounds(long disk, long memory, long backlog) {}

  private record Loading(List<IndexFile.Item> items, long room) {}

  private final Executor loop;
  private final InstantSource clock;
  private final Path folder;
  private final Disk disk;
  private final DiskQueue queue;
  private final IndexFile index;
  private final ResponseTable<KeyHash, DiskEntry> table = new ResponseTable<>();
  private final VariantLookup lookup = new VariantLookup(table);
  private final KeyHashes hashes = new KeyHashes();
  private final MemoryLayer memory;
  private final WriteBacklog backlog;
  private final FolderGate gate = new FolderGate(this::read);
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private long limit;
  private long sequence;
  private boolean complained;

  /**
   * A store that looks at its folder when it is first asked.
   *
   * @param loop the network thread
   * @param blocking runs what waits for the disk
   * @param limit in bytes; below zero for what the disk has room for
   */
  public DiskCacheStore(
      Executor loop, Executor blocking, Path folder, InstantSource clock, long limit) {
    this(
        loop,
        blocking,
        folder,
        clock,
        new Bounds(limit, defaultMemory(), WriteBacklog.usual()),
        Disk.REAL);
  }

  DiskCacheStore(
      Executor loop,
      Executor blocking,
      Path folder,
      InstantSource clock,
      Bounds bounds,
      Disk disk) {
    this.loop = loop;
    this.clock = clock;
    this.folder = folder;
    this.disk = disk;
    this.limit = bounds.disk;
    this.memory = new MemoryLayer(bounds.memory);
    this.backlog = new WriteBacklog(bounds.backlog);
    this.queue = new DiskQueue(loop, blocking);
    this.index = new IndexFile(disk, folder);
    this.sequence = clock.millis() << 12;
  }

  private void read() {
    queue.newLane().submit(this::load, this::loaded);
  }

  private Loading load() throws IOException {
    List<IndexFile.Item> items = new ArrayList<>(index.read());
    items.sort(
        Comparator.comparingLong(IndexFile.Item::usedMillis)
            .thenComparingLong(item -> item.name().sequence()));
    return new Loading(items, Files.getFileStore(folder).getUsableSpace());
  }

  private void loaded(@Nullable Loading loading, @Nullable Throwable failure) {
    if (loading == null) {
      LOG.warn("The HTTP cache in {} cannot be used; nothing is cached", folder, failure);
    } else {
      for (IndexFile.Item item : loading.items) {
        DiskEntry entry = entry(item.name());
        entry.found(item.bytes(), item.storedMillis(), item.usedMillis());
        table.add(item.name().hash(), entry, item.bytes());
        sequence = Math.max(sequence, item.name().sequence());
      }
      if (limit < 0) {
        limit = CacheLimit.of(loading.room + table.bytes());
      }
      evict();
    }
    gate.open(loading != null);
  }

  private DiskEntry entry(EntryName name) {
    EntryFile file = new EntryFile(disk, folder.resolve(name.fileName()));
    return new DiskEntry(this, name, file, queue.newLane());
  }

  @Override
  public void find(CacheKey key, Consumer<List<CacheEntry>> answer) {
    if (gate.isReady()) {
      lookup.find(key, hashes.of(key), answer);
      return;
    }
    gate.whenRead(
        () -> {
          if (gate.isReady()) {
            lookup.find(key, hashes.of(key), answer);
          } else {
            answer.accept(List.of());
          }
        });
  }

  @Override
  public @Nullable CacheWriter create(CacheKey key, CachedHead head, long expectedBytes) {
    if (gate.isOver()
        || backlog.isTooFullFor(HeadSize.of(key, head))
        || expectedBytes > mostBody()
        || !HeadCodec.fits(key, head)) {
      return null;
    }
    KeyHash hash = hashes.of(key);
    DiskEntry entry = entry(new EntryName(hash, ++sequence));
    StoredResponse response = entry.begin(key, head, clock.millis());
    CacheWriter writer = response.write(expectedBytes);
    // Before the folder has been read it lies in memory; in order with other questions.
    gate.whenRead(() -> place(hash, entry, response));
    return writer;
  }

  private void place(KeyHash hash, DiskEntry entry, StoredResponse response) {
    if (!gate.isReady() || entry.isRemoved()) {
      entry.giveUp(response);
      return;
    }
    boolean nameTaken = false;
    for (DiskEntry other : List.copyOf(table.get(hash))) {
      StoredResponse before = other.response();
      // One that is not known and seems to be newer: the clock was set back.
      boolean later = other.name().sequence() >= entry.name().sequence();
      if (before == null ? later : before.head().selecting().equals(response.head().selecting())) {
        nameTaken |= other.name().equals(entry.name());
        other.remove();
      }
    }
    if (nameTaken) {
      entry.giveUp(response);
      return;
    }
    Variants.makeRoom(table.get(hash)).forEach(DiskEntry::remove);
    table.add(hash, entry, 0);
    entry.placed();
  }

  /** The most bytes a body may have; a guess before the folder has been read. */
  long mostBody() {
    return (limit < 0 ? CacheLimit.of(-1) : limit) / 8;
  }

  /** What waits for the disk. */
  WriteBacklog backlog() {
    return backlog;
  }

  /** The most bytes of a body that stay in memory when they are on the disk. */
  long mostInMemory() {
    return memory.limit() / 8;
  }

  void charge(DiskEntry entry, long bytes) {
    table.charge(entry, bytes);
    evict();
  }

  /** What of an entry lies in memory has changed. */
  void remember(DiskEntry entry) {
    memory.charge(entry, entry.inMemory());
  }

  /** Notes a use; the time is given back. */
  long touch(DiskEntry entry) {
    table.touch(entry);
    return clock.millis();
  }

  void drop(DiskEntry entry) {
    table.remove(entry);
  }

  void damaged(DiskEntry entry, @Nullable Throwable failure) {
    LOG.info("An entry of the HTTP cache is of no use and goes: {}", String.valueOf(failure));
  }

  void writeFailed(@Nullable Throwable failure) {
    if (!complained) {
      complained = true;
      LOG.warn("The HTTP cache in {} cannot be written; requests go on without", folder, failure);
    }
  }

  private void evict() {
    int spared = table.size();
    while (limit >= 0 && table.bytes() > limit) {
      DiskEntry eldest = table.eldest();
      if (eldest == null) {
        return;
      }
      StoredResponse known = eldest.response();
      if (known != null && known.wasTaken() && spared-- > 0) {
        eldest.used(known);
      } else {
        eldest.remove();
      }
    }
  }

  @Override
  public void doom(CacheKey key) {
    gate.whenRead(
        () -> {
          for (DiskEntry entry : List.copyOf(table.get(hashes.of(key)))) {
            entry.remove();
          }
        });
  }

  @Override
  public CompletableFuture<Long> size() {
    return loaded(future -> future.complete(table.bytes()));
  }

  @Override
  public CompletableFuture<Void> clear(long fromMillis, long toMillis) {
    return loaded(
        future -> {
          for (DiskEntry entry : table.all()) {
            if (entry.storedMillis() >= fromMillis && entry.storedMillis() < toMillis) {
              entry.remove();
            }
          }
          queue.whenIdle(() -> future.complete(null));
        });
  }

  @Override
  public CompletableFuture<List<Listed>> list() {
    return loaded(
        future -> {
          List<Listed> listed = new ArrayList<>();
          List<DiskEntry> all = table.all();
          int[] left = {all.size() + 1};
          Runnable one =
              () -> {
                if (--left[0] == 0) {
                  all.forEach(entry -> entry.listTo(listed));
                  all.forEach(this::remember);
                  future.complete(listed);
                }
              };
          for (DiskEntry entry : all) {
            if (entry.response() == null) {
              entry.open(one);
            } else {
              one.run();
            }
          }
          one.run();
        });
  }

  @Override
  public CompletableFuture<Void> limit(long bytes) {
    return loaded(
        future -> {
          limit = bytes;
          evict();
          queue.whenIdle(() -> future.complete(null));
        });
  }

  private <T extends @Nullable Object> CompletableFuture<T> loaded(
      Consumer<CompletableFuture<T>> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    loop.execute(
        () ->
            gate.whenRead(
                () -> {
                  try {
                    work.accept(future);
                  } catch (RuntimeException e) {
                    future.completeExceptionally(e);
                  }
                }));
    return future;
  }

  /** What lies in memory, in bytes. */
  long inMemory() {
    return memory.bytes();
  }

  /** Runs the task once the disk has nothing left to do. */
  void whenIdle(Runnable task) {
    queue.whenIdle(task);
  }

  @Override
  public CompletableFuture<Void> closed() {
    return closed;
  }

  @Override
  public void close() {
    if (gate.isClosed()) {
      return;
    }
    if (gate.isReading()) {
      gate.whenRead(this::close);
      return;
    }
    boolean hasIndex = gate.isReady();
    gate.close();
    queue.whenIdle(
        () -> {
          List<IndexFile.Item> items = new ArrayList<>(table.size());
          for (DiskEntry entry : table.all()) {
            items.add(entry.item());
            entry.release();
          }
          if (!hasIndex) {
            closed.complete(null);
            return;
          }
          queue
              .newLane()
              .submit(
                  () -> {
                    index.write(items);
                    return items;
                  },
                  (written, failure) -> {
                    if (failure != null) {
                      writeFailed(failure);
                    }
                    closed.complete(null);
                  });
        });
  }
}
