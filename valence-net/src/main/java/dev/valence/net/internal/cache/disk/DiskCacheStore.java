package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.disk.EntryName.KeyHash;
import dev.valence.net.internal.cache.store.ResponseTable;
import dev.valence.net.internal.cache.store.StoredResponse;
import dev.valence.net.internal.cache.store.Variants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private enum State {
    NEW,
    LOADING,
    LOADED,
    /** There is no folder to work with. */
    BROKEN,
    CLOSED
  }

  private record Loading(List<IndexFile.Item> items, long room) {}

  private final Executor loop;
  private final InstantSource clock;
  private final Path folder;
  private final Disk disk;
  private final DiskQueue queue;
  private final IndexFile index;
  private final ResponseTable<KeyHash, DiskEntry> table = new ResponseTable<>();
  private final MemoryLayer memory;
  private final List<Runnable> waiting = new ArrayList<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private State state = State.NEW;
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
    this(loop, blocking, folder, clock, limit, defaultMemory(), Disk.REAL);
  }

  DiskCacheStore(
      Executor loop,
      Executor blocking,
      Path folder,
      InstantSource clock,
      long limit,
      long memoryLimit,
      Disk disk) {
    this.loop = loop;
    this.clock = clock;
    this.folder = folder;
    this.disk = disk;
    this.limit = limit;
    this.memory = new MemoryLayer(memoryLimit);
    this.queue = new DiskQueue(loop, blocking);
    this.index = new IndexFile(disk, folder);
    this.sequence = clock.millis() << 12;
  }

  private void whenLoaded(Runnable task) {
    switch (state) {
      case LOADED, BROKEN, CLOSED -> task.run();
      case NEW, LOADING -> {
        waiting.add(task);
        if (state == State.NEW) {
          state = State.LOADING;
          queue.newLane().submit(this::load, this::loaded);
        }
      }
    }
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
      state = State.BROKEN;
      LOG.warn("The HTTP cache in {} cannot be used; nothing is cached", folder, failure);
    } else {
      state = State.LOADED;
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
    List<Runnable> tasks = List.copyOf(waiting);
    waiting.clear();
    tasks.forEach(Runnable::run);
  }

  private DiskEntry entry(EntryName name) {
    EntryFile file = new EntryFile(disk, folder.resolve(name.fileName()));
    return new DiskEntry(this, name, file, queue.newLane());
  }

  @Override
  public void find(CacheKey key, Consumer<List<CacheEntry>> answer) {
    if (state != State.LOADED) {
      whenLoaded(
          () -> {
            if (state == State.LOADED) {
              find(key, answer);
            } else {
              answer.accept(List.of());
            }
          });
      return;
    }
    List<DiskEntry> found = table.get(KeyHash.of(key));
    List<DiskEntry> unknown = new ArrayList<>(0);
    for (DiskEntry entry : found) {
      if (entry.response() == null) {
        unknown.add(entry);
      }
    }
    if (unknown.isEmpty()) {
      answer.accept(handles(key, found));
      return;
    }
    int[] left = {unknown.size()};
    for (DiskEntry entry : unknown) {
      entry.open(
          () -> {
            if (--left[0] == 0) {
              answer.accept(handles(key, table.get(KeyHash.of(key))));
            }
          });
    }
  }

  private List<CacheEntry> handles(CacheKey key, List<DiskEntry> found) {
    List<CacheEntry> entries = new ArrayList<>(found.size());
    Map<Object, DiskEntry> newest = null;
    for (DiskEntry entry : List.copyOf(found)) {
      StoredResponse response = entry.response();
      if (response == null || !response.key().equals(key)) {
        continue;
      }
      if (found.size() > 1) {
        // A kill between the new variant and the end of the old one leaves both.
        newest = newest == null ? new HashMap<>() : newest;
        DiskEntry other = newest.get(response.head().selecting());
        if (other != null && other.name().sequence() > entry.name().sequence()) {
          entry.remove();
          continue;
        } else if (other != null) {
          entries.remove(entries.size() - 1).close();
          other.remove();
        }
        newest.put(response.head().selecting(), entry);
      }
      entries.add(response.open());
    }
    return entries;
  }

  @Override
  public @Nullable CacheWriter create(CacheKey key, CachedHead head, long expectedBytes) {
    if (state == State.NEW) {
      whenLoaded(() -> {});
    }
    boolean usable = state == State.LOADED && HeadCodec.fits(key, head);
    if (!usable || expectedBytes > mostBody()) {
      return null;
    }
    KeyHash hash = KeyHash.of(key);
    for (DiskEntry other : List.copyOf(table.get(hash))) {
      StoredResponse response = other.response();
      if (response != null && response.head().selecting().equals(head.selecting())) {
        other.remove();
      }
    }
    Variants.makeRoom(table.get(hash)).forEach(DiskEntry::remove);
    DiskEntry entry = entry(new EntryName(hash, ++sequence));
    StoredResponse response = entry.begin(key, head, clock.millis());
    CacheWriter writer = response.write(expectedBytes);
    table.add(hash, entry, 0);
    return writer;
  }

  /** The most bytes a body may have. */
  long mostBody() {
    return limit / 8;
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
    whenLoaded(
        () -> {
          for (DiskEntry entry : List.copyOf(table.get(KeyHash.of(key)))) {
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
            whenLoaded(
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
    if (state == State.CLOSED) {
      return;
    }
    boolean hasIndex = state == State.LOADED;
    if (state == State.LOADING) {
      whenLoaded(this::close);
      return;
    }
    state = State.CLOSED;
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
