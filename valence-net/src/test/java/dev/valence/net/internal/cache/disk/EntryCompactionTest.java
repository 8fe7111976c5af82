package dev.valence.net.internal.cache.disk;

import static dev.valence.net.internal.cache.store.Stored.body;
import static dev.valence.net.internal.cache.store.Stored.head;
import static dev.valence.net.internal.cache.store.Stored.key;
import static dev.valence.net.internal.cache.store.Stored.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NettyWatch;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.store.BodyTaker;
import dev.valence.net.internal.cache.store.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that count no longer do not pile up in a file. */
class EntryCompactionTest {
  private static final String FILLER = "y".repeat(8_000);

  @TempDir private Path temp;

  @AfterEach
  void nothingLeaks() {
    NettyWatch.assertNoLeak();
  }

  private Path folder() {
    return temp.resolve("Cache");
  }

  private static void confirm(DiskLab lab, long millis) {
    CacheEntry entry = lab.find(key("a")).get(0);
    entry.updateHead(head(millis, "x-filler", FILLER));
    entry.close();
    lab.settle();
  }

  private long size(DiskLab lab) throws IOException {
    assertThat(lab.files()).hasSize(1);
    long bytes = Files.size(lab.files().get(0));
    assertThat(lab.await(lab.store.size())).isEqualTo(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000, 3 << 20})
  void theFileStaysInProportion(int length) throws IOException {
    byte[] stored = body(1, length);
    long most = 0;
    try (DiskLab lab = new DiskLab(folder())) {
      put(lab.store, key("a"), head(1, "x-filler", FILLER), stored);
      lab.settle();
      for (int i = 2; i <= 200; i++) {
        confirm(lab, i);
        most = Math.max(most, size(lab));
      }
      assertThat(lab.get(key("a"))).isEqualTo(stored);
    }
    long live = length + 9_000 + length / 200_000 * 100;
    assertThat(most)
        .isGreaterThan(live + EntryFile.MOST_DEAD / 2)
        .isLessThan(live + Math.max(EntryFile.MOST_DEAD, live / 4) + 10_000);
    try (DiskLab lab = new DiskLab(folder())) {
      // What an earlier life left behind is counted, too.
      CacheEntry entry = lab.find(key("a")).get(0);
      assertThat(entry.head()).isEqualTo(head(200, "x-filler", FILLER));
      assertThat(entry.isComplete()).isTrue();
      entry.close();
      for (int i = 201; i <= 300; i++) {
        confirm(lab, i);
        most = Math.max(most, size(lab));
      }
      assertThat(most).isLessThan(live + Math.max(EntryFile.MOST_DEAD, live / 4) + 10_000);
      assertThat(lab.get(key("a"))).isEqualTo(stored);
    }
  }

  @Test
  void aPartStaysOneAndIsContinued() {
    byte[] whole = body(2, 2 << 20);
    try (DiskLab lab = new DiskLab(folder())) {
      CacheWriter writer = lab.store.create(key("a"), head(1), whole.length);
      Stored.write(writer, Arrays.copyOf(whole, 1_500_000), 16_000);
      writer.abandon(new NetException(NetError.CONNECTION_RESET), true);
      writer.entry().close();
      for (int i = 2; i <= 60; i++) {
        confirm(lab, i);
      }
    }
    try (DiskLab lab = new DiskLab(folder())) {
      CacheEntry part = lab.find(key("a")).get(0);
      assertThat(part.isComplete()).isFalse();
      assertThat(part.storedBytes()).isEqualTo(1_500_000);
      CacheWriter rest = part.append(head(70));
      part.close();
      Stored.write(rest, Arrays.copyOfRange(whole, 1_500_000, whole.length), 16_000);
      rest.complete();
      rest.entry().close();
      for (int i = 71; i <= 130; i++) {
        confirm(lab, i);
      }
    }
    try (DiskLab lab = new DiskLab(folder())) {
      assertThat(lab.get(key("a"))).isEqualTo(whole);
    }
  }

  @Test
  void whoReadsIsNotDisturbed() {
    byte[] stored = body(3, 3 << 20);
    try (DiskLab lab = new DiskLab(folder(), 64 << 20, 1 << 20, Disk.REAL)) {
      put(lab.store, key("a"), head(1), stored);
      lab.settle();
      CacheEntry held = lab.find(key("a")).get(0);
      BodyTaker slow = BodyTaker.paused(held.body(0, -1), 1);
      for (int i = 2; i <= 200; i++) {
        confirm(lab, i);
        slow.goOn();
      }
      lab.settle();
      assertThat(lab.await(slow.done())).isEqualTo(stored);
      held.close();
    }
  }

  @Test
  void aDiskThatCannotWriteItAnewCostsTheEntry() {
    Disk disk =
        (path, create) -> {
          if (path.getFileName().toString().length() > 40 && path.toString().endsWith(".new")) {
            throw new IOException("No space left on device");
          }
          return Disk.REAL.open(path, create);
        };
    byte[] stored = body(4, 3_000);
    try (DiskLab lab = new DiskLab(folder(), 64 << 20, 1 << 20, disk)) {
      put(lab.store, key("a"), head(1), stored);
      lab.settle();
      CacheEntry held = lab.find(key("a")).get(0);
      for (int i = 2; i <= 20; i++) {
        held.updateHead(head(i, "x-filler", FILLER));
        lab.settle();
      }
      assertThat(lab.find(key("a"))).isEmpty();
      assertThat(lab.await(BodyTaker.all(held.body(0, -1)).done())).isEqualTo(stored);
      held.close();
      lab.settle();
      assertThat(lab.files()).isEmpty();
    }
  }

  @Test
  void whatAKillLeftHalfWrittenGoes() throws IOException {
    try (DiskLab lab = new DiskLab(folder())) {
      put(lab.store, key("a"), head(1), body(5, 100));
    }
    Path entry;
    try (DiskLab lab = new DiskLab(folder())) {
      entry = lab.files().get(0);
      Files.writeString(entry.resolveSibling(entry.getFileName() + ".new"), "half");
    }
    try (DiskLab lab = new DiskLab(folder())) {
      assertThat(lab.files()).containsExactly(entry);
      assertThat(lab.get(key("a"))).isEqualTo(body(5, 100));
    }
  }
}
