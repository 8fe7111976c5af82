package dev.valence.net.internal.cache.disk;

import static dev.valence.net.internal.cache.store.Stored.body;
import static dev.valence.net.internal.cache.store.Stored.chunk;
import static dev.valence.net.internal.cache.store.Stored.head;
import static dev.valence.net.internal.cache.store.Stored.key;
import static dev.valence.net.internal.cache.store.Stored.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NettyWatch;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.disk.DiskCacheStore.Bounds;
import dev.valence.net.internal.cache.store.BodyTaker;
import dev.valence.net.internal.cache.store.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that does not keep up, or has not answered yet, costs entries: no memory, no response. */
class SlowDiskTest {
  private static final long BACKLOG = 4 << 20;
  private static final Bounds BOUNDS = new Bounds(64 << 20, 8 << 20, BACKLOG);

  @TempDir private Path temp;

  @AfterEach
  void nothingLeaks() {
    NettyWatch.assertNoLeak();
  }

  private Path folder() {
    return temp.resolve("Cache");
  }

  private DiskLab cold() {
    return new DiskLab(folder(), BOUNDS, Disk.REAL, 2_000_000);
  }

  private DiskLab ready() {
    DiskLab lab = new DiskLab(folder(), BOUNDS, Disk.REAL);
    lab.await(lab.store.size());
    return lab;
  }

  @Test
  void whatWaitsForAllWritersTogetherIsBounded() {
    try (DiskLab lab = ready()) {
      lab.stick();
      List<CacheWriter> writers = new ArrayList<>();
      List<BodyTaker> readers = new ArrayList<>();
      byte[][] bodies = new byte[10][];
      for (int i = 0; i < 10; i++) {
        bodies[i] = body(i, 3 << 20);
        CacheWriter writer = lab.store.create(key("e" + i), head(i), -1);
        writers.add(writer);
        readers.add(BodyTaker.all(writer.entry().body(0, -1)));
      }
      for (int at = 0; at < 3 << 20; at += 16_384) {
        for (int i = 0; i < 10; i++) {
          boolean goOn = writers.get(i).write(chunk(bodies[i], at, at + 16_384));
          assertThat(goOn).as("the network waits for no disk").isTrue();
        }
        assertThat(lab.store.backlog().bytes()).isLessThan(BACKLOG + 16_384);
        if (at == 1 << 20) {
          assertThat(lab.store.inMemory()).isLessThan(BACKLOG + (1 << 20));
        }
      }
      writers.forEach(
          writer -> {
            writer.complete();
            writer.entry().close();
          });
      for (int i = 0; i < 10; i++) {
        assertThat(lab.await(readers.get(i).done())).isEqualTo(body(i, 3 << 20));
      }
      lab.unstick();
      lab.settle();
      assertThat(lab.store.backlog().bytes()).isZero();
      assertThat(lab.store.inMemory()).as("of what was given up nothing stays").isLessThan(8 << 20);
      int stored = 0;
      for (int i = 0; i < 10; i++) {
        byte[] found = lab.get(key("e" + i));
        if (found != null) {
          assertThat(found).isEqualTo(body(i, 3 << 20));
          stored++;
        }
      }
      assertThat(stored).isLessThan(10);
      put(lab.store, key("later"), head(1), body(99, 2 << 20));
      lab.settle();
      assertThat(lab.get(key("later"))).isEqualTo(body(99, 2 << 20));
      assertThat(lab.store.backlog().bytes()).isZero();
    }
  }

  @Test
  void manySmallOnesAreBoundedToo() {
    try (DiskLab lab = ready()) {
      lab.stick();
      int refused = 0;
      for (int i = 0; i < 20_000; i++) {
        CacheWriter writer = lab.store.create(key("e" + i), head(i), 10);
        if (writer == null) {
          refused++;
        } else {
          writer.write(chunk(body(i, 10), 0, 10));
          writer.complete();
          writer.entry().close();
        }
      }
      assertThat(refused).isBetween(5_000, 19_000);
      assertThat(lab.store.backlog().bytes()).isLessThan(BACKLOG + 16_384);
      lab.unstick();
      lab.settle();
      assertThat(lab.store.backlog().bytes()).isZero();
      assertThat(lab.get(key("e0"))).isEqualTo(body(0, 10));
    }
  }

  @Test
  void headsWaitWithinTheBoundToo() {
    try (DiskLab lab = new DiskLab(folder(), new Bounds(64 << 20, 8 << 20, 100_000), Disk.REAL)) {
      lab.await(lab.store.size());
      for (int i = 0; i < 100; i++) {
        put(lab.store, key("e" + i), head(i), body(i, 10));
        lab.settle();
      }
      List<CacheEntry> held = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        held.addAll(lab.find(key("e" + i)));
      }
      lab.stick();
      for (CacheEntry entry : held) {
        entry.updateHead(head(1_000, "x-filler", "y".repeat(5_000)));
        entry.updateHead(head(1_001, "x-filler", "y".repeat(5_000)));
      }
      assertThat(lab.store.backlog().bytes()).isLessThan(110_000);
      for (int i = 0; i < 100; i++) {
        assertThat(lab.await(BodyTaker.all(held.get(i).body(0, -1)).done())).isEqualTo(body(i, 10));
        held.get(i).close();
      }
      lab.unstick();
      lab.settle();
      assertThat(lab.files()).hasSizeBetween(5, 60);
    }
  }

  @Test
  void whatComesBeforeTheFolderIsReadIsStored() throws IOException {
    try (DiskLab lab = ready()) {
      put(lab.store, key("a"), head(1), body(1, 100));
      put(lab.store, key("b"), head(1), body(2, 100));
      put(lab.store, key("old"), head(1), body(3, 100));
    }
    Files.delete(folder().resolve("index"));
    try (DiskLab lab = cold()) {
      lab.stick();
      put(lab.store, key("a"), head(2), body(4, 2 << 20));
      CacheWriter writer = lab.store.create(key("b"), head(2), -1);
      BodyTaker reader = BodyTaker.all(writer.entry().body(0, -1));
      Stored.write(writer, body(5, 300_000), 16_000);
      assertThat(reader.bytes()).as("it waits for no disk").isEqualTo(body(5, 300_000));
      lab.store.doom(key("c"));
      put(lab.store, key("c"), head(2), body(6, 10));
      put(lab.store, key("d"), head(2), body(7, 10));
      lab.store.doom(key("d"));
      CompletableFuture<List<CacheEntry>> question = new CompletableFuture<>();
      lab.store.find(key("c"), question::complete);
      assertThat(question).isNotDone();

      lab.unstick();
      lab.await(question).forEach(CacheEntry::close);
      assertThat(lab.get(key("a"))).isEqualTo(body(4, 2 << 20));
      assertThat(lab.get(key("c"))).isEqualTo(body(6, 10));
      assertThat(lab.get(key("d"))).as("doomed behind it").isNull();
      assertThat(lab.get(key("old"))).isEqualTo(body(3, 100));
      writer.complete();
      writer.entry().close();
      assertThat(lab.get(key("b"))).isEqualTo(body(5, 300_000));
    }
    try (DiskLab lab = ready()) {
      assertThat(lab.get(key("a"))).isEqualTo(body(4, 2 << 20));
      assertThat(lab.get(key("b"))).isEqualTo(body(5, 300_000));
      assertThat(lab.await(lab.store.list())).hasSize(4);
    }
  }

  @Test
  void theNewestCountsThoughTheClockWasSetBack() {
    try (DiskLab lab = ready()) {
      put(lab.store, key("a"), head(1), body(1, 100));
    }
    try (DiskLab lab = new DiskLab(folder(), BOUNDS, Disk.REAL, 1_000)) {
      put(lab.store, key("a"), head(2), body(2, 100));
      assertThat(lab.get(key("a"))).isEqualTo(body(2, 100));
      lab.settle();
      assertThat(lab.files()).hasSize(1);
    }
    try (DiskLab lab = new DiskLab(folder(), BOUNDS, Disk.REAL, 1_000)) {
      // To the millisecond: the same name.
      put(lab.store, key("a"), head(3), body(3, 100));
      assertThat(lab.get(key("a"))).isIn(null, body(3, 100));
      lab.settle();
      put(lab.store, key("a"), head(4), body(4, 100));
      assertThat(lab.get(key("a"))).isEqualTo(body(4, 100));
    }
  }

  @Test
  void whatComesBeforeAFolderThatCannotBeReadIsHandedThrough() throws IOException {
    Files.writeString(folder(), "a file where the folder should be");
    try (DiskLab lab = cold()) {
      CacheWriter writer = lab.store.create(key("a"), head(1), -1);
      BodyTaker reader = BodyTaker.all(writer.entry().body(0, -1));
      writer.write(chunk(body(1, 100), 0, 50));
      assertThat(lab.find(key("a"))).isEmpty();
      writer.write(chunk(body(1, 100), 50, 100));
      writer.complete();
      writer.entry().close();
      assertThat(lab.await(reader.done())).isEqualTo(body(1, 100));
      assertThat(lab.find(key("a"))).isEmpty();
      assertThat(lab.store.backlog().bytes()).isZero();
      assertThat(lab.store.inMemory()).isZero();
    }
  }

  @Test
  void closingWhileTheFolderIsReadKeepsWhatIsWhole() {
    try (DiskLab lab = cold()) {
      lab.stick();
      put(lab.store, key("a"), head(1), body(1, 100));
      lab.store.close();
      lab.unstick();
      lab.await(lab.store.closed());
    }
    try (DiskLab lab = ready()) {
      assertThat(lab.get(key("a"))).isEqualTo(body(1, 100));
    }
  }

  @Test
  void hashesOfKeysAreKeptWithinABound() {
    KeyHashes hashes = new KeyHashes();
    for (int i = 0; i < 3 * KeyHashes.MOST_KEYS; i++) {
      assertThat(hashes.of(key("k" + i))).isEqualTo(EntryName.KeyHash.of(key("k" + i)));
    }
    assertThat(hashes.size()).isEqualTo(KeyHashes.MOST_KEYS);
    assertThat(hashes.of(key("k1"))).isEqualTo(EntryName.KeyHash.of(key("k1")));
    hashes.of(key("x".repeat(KeyHashes.MOST_LENGTH)));
    assertThat(hashes.size()).isEqualTo(KeyHashes.MOST_KEYS);
  }
}
