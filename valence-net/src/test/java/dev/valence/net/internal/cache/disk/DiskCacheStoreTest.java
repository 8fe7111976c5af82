package dev.valence.net.internal.cache.disk;

import static dev.valence.net.internal.cache.store.Stored.body;
import static dev.valence.net.internal.cache.store.Stored.chunk;
import static dev.valence.net.internal.cache.store.Stored.head;
import static dev.valence.net.internal.cache.store.Stored.key;
import static dev.valence.net.internal.cache.store.Stored.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NettyWatch;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheStore.Listed;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.store.BodyTaker;
import dev.valence.net.internal.cache.store.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheStoreTest {
  @TempDir private Path temp;

  @AfterEach
  void nothingLeaks() {
    NettyWatch.assertNoLeak();
  }

  private Path folder() {
    return temp.resolve("Cache");
  }

  private DiskLab lab() {
    return new DiskLab(folder());
  }

  @Test
  void whatWasStoredIsThereAfterARestart() {
    byte[] small = body(1, 1000);
    byte[] large = body(2, 3 << 20);
    try (DiskLab lab = lab()) {
      put(lab.store, key("small"), head(10), small);
      put(lab.store, key("large"), head(20), large);
      assertThat(lab.get(key("small"))).isEqualTo(small);
      assertThat(lab.get(key("large"))).isEqualTo(large);
    }
    try (DiskLab lab = lab()) {
      assertThat(lab.get(key("small"))).isEqualTo(small);
      assertThat(lab.get(key("large"))).isEqualTo(large);
      // A warm one is answered within the call.
      assertThat(Stored.get(lab.store, key("small"))).isEqualTo(small);
      assertThat(lab.get(key("none"))).isNull();
    }
  }

  @Test
  void filesAreTheUsersAlone() throws IOException {
    try (DiskLab lab = lab()) {
      put(lab.store, key("a"), head(10), body(1, 10));
      lab.settle();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
          .isEqualTo("rwx------");
      assertThat(lab.files())
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void theSizeIsThatOfTheFiles() throws IOException {
    try (DiskLab lab = lab()) {
      for (int i = 0; i < 20; i++) {
        put(lab.store, key("e" + i), head(i), body(i, i * 7919));
      }
      lab.settle();
      assertThat(lab.await(lab.store.size())).isEqualTo(bytes(lab));
      CacheEntry entry = lab.find(key("e3")).get(0);
      entry.updateHead(head(99));
      entry.close();
      lab.store.doom(key("e4"));
      lab.settle();
      assertThat(lab.await(lab.store.size())).isEqualTo(bytes(lab));
      assertThat(lab.files()).hasSize(19);
    }
    try (DiskLab lab = lab()) {
      assertThat(lab.await(lab.store.size())).isEqualTo(bytes(lab));
      assertThat(lab.find(key("e3")).get(0).head()).isEqualTo(head(99));
    }
  }

  private static long bytes(DiskLab lab) throws IOException {
    long bytes = 0;
    for (Path file : lab.files()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  @Test
  void readersFollowTheWriterAtTheirOwnPace() {
    // Memory holds an eighth of a megabyte of a body: a slow reader reads from the disk.
    try (DiskLab lab = new DiskLab(folder(), 64 << 20, 1 << 20, Disk.REAL)) {
      byte[] body = body(3, 5 << 20);
      CacheWriter writer = lab.store.create(key("a"), head(10), -1);
      BodyTaker fast = BodyTaker.all(writer.entry().body(0, -1));
      BodyTaker slow = BodyTaker.paused(writer.entry().body(0, -1), 1);
      BodyTaker never = BodyTaker.paused(writer.entry().body(0, -1), 1);
      for (int at = 0; at < body.length; at += 50_000) {
        if (!writer.write(chunk(body, at, Math.min(body.length, at + 50_000)))) {
          java.util.concurrent.CompletableFuture<Void> drained =
              new java.util.concurrent.CompletableFuture<>();
          writer.whenDrained(() -> drained.complete(null));
          lab.await(drained);
        }
      }
      assertThat(fast.bytes()).isEqualTo(body);
      writer.complete();
      writer.entry().close();
      lab.settle();
      assertThat(lab.store.inMemory()).isLessThan(2 << 20);
      while (!slow.done().isDone()) {
        slow.goOn();
        lab.settle();
      }
      assertThat(slow.done().join()).isEqualTo(body);
      never.cancel();
      assertThat(lab.get(key("a"))).isEqualTo(body);
    }
  }

  @Test
  void aPartIsContinuedAfterARestart() {
    byte[] body = body(4, 3 << 20);
    try (DiskLab lab = lab()) {
      CacheWriter writer = lab.store.create(key("a"), head(10), body.length);
      Stored.write(writer, Arrays.copyOf(body, 1_500_000), 16_000);
      writer.abandon(new NetException(NetError.CONNECTION_RESET), true);
      writer.entry().close();
    }
    try (DiskLab lab = lab()) {
      CacheEntry part = lab.find(key("a")).get(0);
      assertThat(part.isComplete()).isFalse();
      assertThat(part.storedBytes()).isEqualTo(1_500_000);
      CacheWriter rest = part.append(head(20));
      part.close();
      BodyTaker reader = BodyTaker.all(rest.entry().body(0, -1));
      Stored.write(rest, Arrays.copyOfRange(body, 1_500_000, body.length), 16_000);
      rest.complete();
      rest.entry().close();
      assertThat(lab.await(reader.done())).isEqualTo(body);
    }
    try (DiskLab lab = lab()) {
      assertThat(lab.get(key("a"))).isEqualTo(body);
      assertThat(lab.find(key("a")).get(0).head()).isEqualTo(head(20));
    }
  }

  @Test
  void aReaderKeepsWhatIsReplacedDoomedOrEvicted() {
    try (DiskLab lab = new DiskLab(folder(), 64 << 20, 1 << 20, Disk.REAL)) {
      byte[] first = body(5, 4 << 20);
      put(lab.store, key("a"), head(10), first);
      lab.settle();
      CacheEntry held = lab.find(key("a")).get(0);
      BodyTaker slow = BodyTaker.paused(held.body(0, -1), 1);
      put(lab.store, key("a"), head(20), body(6, 10));
      lab.await(lab.store.limit(0));
      lab.await(lab.store.clear(0, Long.MAX_VALUE));
      assertThat(lab.files()).isEmpty();
      while (!slow.done().isDone()) {
        slow.goOn();
        lab.settle();
      }
      assertThat(slow.done().join()).isEqualTo(first);
      held.close();
    }
  }

  @Test
  void evictionKeepsTheLimitAndWhatWasUsedLast() throws IOException {
    try (DiskLab lab = new DiskLab(folder(), 4 << 20, 1 << 20, Disk.REAL)) {
      for (int i = 0; i < 30; i++) {
        put(lab.store, key("e" + i), head(i), body(i, 300_000));
        lab.get(key("e0"));
      }
      lab.settle();
      assertThat(bytes(lab)).isLessThanOrEqualTo(4 << 20).isGreaterThan(3 << 20);
      assertThat(lab.get(key("e0"))).isEqualTo(body(0, 300_000));
      assertThat(lab.get(key("e1"))).isNull();
      assertThat(lab.store.create(key("x"), head(1), 600_000)).isNull();

      lab.await(lab.store.limit(1 << 20));
      assertThat(bytes(lab)).isLessThanOrEqualTo(1 << 20).isPositive();
    }
  }

  @Test
  void aBodyThatTurnsOutTooLargeIsPassedThrough() {
    try (DiskLab lab = new DiskLab(folder(), 8 << 20, 1 << 20, Disk.REAL)) {
      byte[] body = body(7, 6 << 20);
      CacheWriter writer = lab.store.create(key("a"), head(1), -1);
      BodyTaker reader = BodyTaker.paused(writer.entry().body(0, -1), 1);
      for (int at = 0; at < body.length; at += 65_536) {
        if (!writer.write(chunk(body, at, Math.min(body.length, at + 65_536)))) {
          java.util.concurrent.CompletableFuture<Void> drained =
              new java.util.concurrent.CompletableFuture<>();
          writer.whenDrained(() -> drained.complete(null));
          while (!drained.isDone()) {
            reader.goOn();
            lab.settle();
          }
        }
      }
      writer.complete();
      writer.entry().close();
      while (!reader.done().isDone()) {
        reader.goOn();
        lab.settle();
      }
      assertThat(reader.done().join()).isEqualTo(body);
      lab.settle();
      assertThat(lab.files()).isEmpty();
      assertThat(lab.await(lab.store.size())).isZero();
    }
  }

  @Test
  void damageInALargeBodyEndsItsReader() throws IOException {
    try (DiskLab lab = lab()) {
      put(lab.store, key("a"), head(1), body(8, 3 << 20));
    }
    Path file;
    try (DiskLab lab = lab()) {
      file = lab.files().get(0);
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
      CacheEntry entry = lab.find(key("a")).get(0);
      BodyTaker reader = BodyTaker.all(entry.body(0, -1));
      assertThatThrownBy(() -> lab.await(reader.done()))
          .hasRootCauseMessage("a record with a wrong sum");
      entry.close();
      assertThat(lab.find(key("a"))).isEmpty();
      lab.settle();
      assertThat(lab.files()).isEmpty();
    }
  }

  @Test
  void anEntryUnderAnotherNameIsAMiss() throws IOException {
    try (DiskLab lab = lab()) {
      put(lab.store, key("a"), head(1), body(8, 100));
    }
    Path stored =
        Files.list(folder())
            .filter(f -> EntryName.parse(f.getFileName().toString()) != null)
            .findFirst()
            .orElseThrow();
    EntryName other = new EntryName(EntryName.KeyHash.of(key("b")), 7);
    Files.move(stored, folder().resolve(other.fileName()));
    Files.writeString(folder().resolve("foreign"), "x");
    Files.writeString(
        folder().resolve(new EntryName(EntryName.KeyHash.of(key("c")), 7).fileName()), "no entry");
    try (DiskLab lab = lab()) {
      for (String path : List.of("a", "b", "c")) {
        assertThat(lab.find(key(path))).isEmpty();
      }
      lab.settle();
      assertThat(lab.files()).isEmpty();
      assertThat(lab.await(lab.store.size())).isZero();
    }
  }

  @Test
  void aDiskThatFailsCostsEntriesNotRequests() {
    boolean[] broken = new boolean[1];
    Disk disk =
        (path, create) -> {
          if (broken[0]) {
            throw new IOException("No space left on device");
          }
          return Disk.REAL.open(path, create);
        };
    try (DiskLab lab = new DiskLab(folder(), 64 << 20, 8 << 20, disk)) {
      broken[0] = true;
      byte[] body = body(9, 4 << 20);
      CacheWriter writer = lab.store.create(key("a"), head(1), body.length);
      BodyTaker reader = BodyTaker.all(writer.entry().body(0, -1));
      for (int at = 0; at < body.length; at += 65_536) {
        writer.write(chunk(body, at, Math.min(body.length, at + 65_536)));
        lab.settle();
      }
      writer.complete();
      writer.entry().close();
      assertThat(lab.await(reader.done())).isEqualTo(body);
      assertThat(lab.find(key("a"))).isEmpty();
      broken[0] = false;
      put(lab.store, key("b"), head(1), body(1, 100));
      assertThat(lab.get(key("b"))).hasSize(100);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNoCache() throws IOException {
    Files.writeString(folder(), "a file where the folder should be");
    try (DiskLab lab = lab()) {
      assertThat(lab.find(key("a"))).isEmpty();
      assertThat(lab.store.create(key("a"), head(1), 10)).isNull();
      assertThat(lab.await(lab.store.size())).isZero();
    }
  }

  @Test
  void aSpanOfTimeIsClearedAndTheRestListed() {
    try (DiskLab lab = lab()) {
      for (int i = 1; i <= 5; i++) {
        put(lab.store, key("e" + i), head(i * 100), body(i, 100));
      }
    }
    try (DiskLab lab = lab()) {
      lab.await(lab.store.clear(200, 400));
      assertThat(lab.await(lab.store.list()))
          .extracting(Listed::key)
          .containsExactlyInAnyOrder(key("e1"), key("e4"), key("e5"));
    }
  }

  @Test
  void tenThousandEntriesStartQuickly() throws IOException {
    try (DiskLab lab = lab()) {
      for (int i = 0; i < 10_000; i++) {
        put(lab.store, key("e" + i), head(i), body(i, 100));
        if (i % 200 == 0) {
          lab.settle();
        }
      }
    }
    for (String how : List.of("with an index", "without")) {
      long began = System.nanoTime();
      try (DiskLab lab = lab()) {
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.println("10,000 entries, " + how + ": " + millis + " ms");
        assertThat(lab.get(key("e77"))).isEqualTo(body(77, 100));
        CacheKey none = key("none");
        began = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
          Stored.found(lab.store, none);
        }
        System.out.println("find: " + (System.nanoTime() - began) / 10_000 + " ns");
        assertThat(millis).isLessThan(5_000);
      }
      Files.delete(folder().resolve("index"));
    }
  }
}
