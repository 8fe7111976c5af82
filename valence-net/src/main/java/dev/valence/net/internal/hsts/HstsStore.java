package dev.valence.net.internal.hsts;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosts of one session with strict transport security, in memory and, where there is a folder,
 * on disk. Confined to the network thread; the disk is read and written elsewhere.
 */
public final class HstsStore {
  /** How long a change waits for others before the file is written. */
  private static final long GATHER_MILLIS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(HstsStore.class);

  private final EventLoop loop;
  private final Executor disk;
  private final @Nullable HstsFile file;
  private final InstantSource clock;
  private final HstsEntries entries = new HstsEntries();
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<CompletableFuture<Void>> flushes = new ArrayList<>();
  private boolean loading;
  private boolean loaded;
  private boolean changed;
  private boolean writing;
  private boolean writeDue;

  /**
   * A store that reads its file when it is first needed.
   *
   * @param folder where it is kept; null for memory
   * @param disk runs what blocks
   */
  public HstsStore(EventLoop loop, Executor disk, @Nullable Path folder, InstantSource clock) {
    this.loop = loop;
    this.disk = disk;
    this.file = folder == null ? null : new HstsFile(folder);
    this.clock = clock;
    this.loaded = folder == null;
  }

  /** Whether {@link #shouldUpgrade} knows all. */
  public boolean isLoaded() {
    return loaded;
  }

  /** Runs the task when everything that was on the disk is known; at once where it is. */
  public void whenLoaded(Runnable task) {
    if (loaded) {
      task.run();
      return;
    }
    waiting.add(task);
    HstsFile from = file;
    if (!loading && from != null) {
      loading = true;
      disk.execute(() -> read(from));
    }
  }

  private void read(HstsFile from) {
    List<HstsEntries.Entry> found = List.of();
    try {
      found = from.read();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The hosts with strict transport security cannot be read", e);
    }
    List<HstsEntries.Entry> restored = found;
    try {
      loop.execute(() -> restore(restored));
    } catch (RejectedExecutionException ended) {
      // The session has ended, and nobody asks any more.
    }
  }

  private void restore(List<HstsEntries.Entry> found) {
    long now = clock.millis();
    found.forEach(entry -> entries.put(entry, now));
    loaded = true;
    List<Runnable> tasks = List.copyOf(waiting);
    waiting.clear();
    tasks.forEach(Runnable::run);
  }

  /** Whether plain http to this host has to become https. Only once {@link #isLoaded}. */
  public boolean shouldUpgrade(String host) {
    return entries.covers(host, clock.millis());
  }

  /** A host said so, over TLS, with a good certificate. */
  public void note(String host, String field) {
    StsHeader header = StsHeader.parse(field);
    if (header != null) {
      whenLoaded(
          () -> {
            if (entries.note(host, header, clock.millis())) {
              onChange();
            }
          });
    }
  }

  /** Forgets the hosts that fulfil the condition; {@code done} runs when none counts any more. */
  public void removeIf(Predicate<String> hosts, Runnable done) {
    whenLoaded(
        () -> {
          if (entries.removeIf(hosts)) {
            onChange();
          }
          done.run();
        });
  }

  /** Completes when every change so far is on the disk, or was tried to be. */
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!waiting.isEmpty()) {
      // What was noted meanwhile becomes a change when the file has been read.
      whenLoaded(() -> flush(done));
    } else {
      flush(done);
    }
    return done;
  }

  private void flush(CompletableFuture<Void> done) {
    if (!changed && !writing) {
      done.complete(null);
    } else {
      flushes.add(done);
      write();
    }
  }

  private void onChange() {
    if (file != null) {
      changed = true;
      if (!writeDue) {
        writeDue = true;
        loop.schedule(this::write, GATHER_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void write() {
    writeDue = false;
    HstsFile to = file;
    if (writing || !changed || to == null) {
      return;
    }
    changed = false;
    writing = true;
    Collection<HstsEntries.Entry> all = entries.all();
    disk.execute(
        () -> {
          try {
            to.write(all);
          } catch (IOException | RuntimeException e) {
            LOG.warn("The hosts with strict transport security cannot be written", e);
          }
          try {
            loop.execute(this::onWritten);
          } catch (RejectedExecutionException ended) {
            // The session has ended; what it had is written.
          }
        });
  }

  private void onWritten() {
    writing = false;
    if (changed) {
      write();
    } else {
      List<CompletableFuture<Void>> done = List.copyOf(flushes);
      flushes.clear();
      done.forEach(flush -> flush.complete(null));
    }
  }
}
