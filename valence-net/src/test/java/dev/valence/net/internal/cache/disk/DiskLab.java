package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.store.BodyTaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A store on a disk whose network thread is the test's. */
final class DiskLab implements AutoCloseable {
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final ExecutorService blocking = Executors.newFixedThreadPool(3);
  private final List<Runnable> heldBack = new ArrayList<>();
  private boolean stuck;
  final Path folder;
  DiskCacheStore store;
  long now;

  DiskLab(Path folder) {
    this(folder, 64 << 20, 8 << 20, Disk.REAL);
  }

  DiskLab(Path folder, long limit, long memory, Disk disk) {
    this(folder, new DiskCacheStore.Bounds(limit, memory, 16 << 20), disk);
    await(store.size());
  }

  /** A store that has not looked at its folder yet. */
  DiskLab(Path folder, DiskCacheStore.Bounds bounds, Disk disk) {
    this(folder, bounds, disk, 1_000_000);
  }

  DiskLab(Path folder, DiskCacheStore.Bounds bounds, Disk disk, long millis) {
    this.now = millis;
    this.folder = folder;
    this.store =
        new DiskCacheStore(
            tasks::add, this::onDisk, folder, () -> Instant.ofEpochMilli(now++), bounds, disk);
  }

  private void onDisk(Runnable work) {
    if (stuck) {
      heldBack.add(work);
    } else {
      blocking.execute(work);
    }
  }

  /** From now on the disk does nothing. */
  void stick() {
    stuck = true;
  }

  /** The disk goes on. */
  void unstick() {
    stuck = false;
    heldBack.forEach(blocking::execute);
    heldBack.clear();
  }

  /** Runs what comes to the network thread until this is done. */
  <T> T await(CompletableFuture<T> future) {
    try {
      while (!future.isDone()) {
        Runnable task = tasks.poll(20, TimeUnit.SECONDS);
        if (task == null) {
          throw new AssertionError("nothing happens any more");
        }
        task.run();
      }
      return future.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs everything until the disk has nothing left to do. */
  void settle() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    store.whenIdle(() -> idle.complete(null));
    await(idle);
  }

  List<CacheEntry> find(CacheKey key) {
    CompletableFuture<List<CacheEntry>> answer = new CompletableFuture<>();
    store.find(key, answer::complete);
    return await(answer);
  }

  /** The whole body under a key; null where nothing is. */
  byte[] get(CacheKey key) {
    List<CacheEntry> found = find(key);
    byte[] body = null;
    if (!found.isEmpty()) {
      body = await(BodyTaker.all(found.get(0).body(0, -1)).done());
    }
    found.forEach(CacheEntry::close);
    return body;
  }

  List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      return new ArrayList<>(all.sorted().toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Closes the store, so that another one may be opened. */
  @Override
  public void close() {
    store.close();
    await(store.closed());
    settle();
    blocking.shutdown();
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }
}
