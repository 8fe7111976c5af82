package dev.valence.net.internal.cache.disk;

import static dev.valence.net.internal.cache.store.Stored.body;
import static dev.valence.net.internal.cache.store.Stored.head;
import static dev.valence.net.internal.cache.store.Stored.key;
import static dev.valence.net.internal.cache.store.Stored.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.store.BodyTaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to damage a file by a byte, and every length of it. */
class EntryDamageTest {
  @TempDir private Path temp;
  private final byte[] body = body(1, 300);

  /** A file with a body, an end and a second head. */
  private Path stored() {
    Path folder = temp.resolve("Cache");
    try (DiskLab lab = new DiskLab(folder)) {
      put(lab.store, key("a"), head(10), body);
      lab.settle();
      CacheEntry entry = lab.find(key("a")).get(0);
      entry.updateHead(head(20));
      entry.close();
      lab.settle();
      return lab.files().get(0);
    }
  }

  @Test
  void anyFlippedByteIsAMiss() throws IOException {
    Path file = stored();
    byte[] whole = Files.readAllBytes(file);
    Files.deleteIfExists(file.resolveSibling("index"));
    for (int at = 0; at < whole.length; at++) {
      for (int bit : new int[] {1, 0x80, 0xff}) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) bit;
        Files.write(file, damaged);
        EntryFile entry = new EntryFile(Disk.REAL, file);
        assertThat(isReadable(entry)).as("byte %s of %s", at, whole.length).isFalse();
      }
    }
    // Through the store, for one of them: the file goes.
    try (DiskLab lab = new DiskLab(file.getParent())) {
      assertThat(lab.find(key("a"))).isEmpty();
      lab.settle();
      assertThat(lab.files()).isEmpty();
    }
  }

  private static boolean isReadable(EntryFile entry) throws IOException {
    try (entry) {
      EntryFile.Contents contents = entry.open();
      for (long at = 0; at < contents.length(); ) {
        io.netty.buffer.ByteBuf block = entry.read(at);
        at += block.readableBytes();
        block.release();
      }
      return true;
    } catch (DamagedEntryException e) {
      return false;
    }
  }

  @Test
  void aFileCutAtAnyLengthIsAMissOrAKnownPart() throws IOException {
    Path file = stored();
    byte[] whole = Files.readAllBytes(file);
    int parts = 0;
    int olderHeads = 0;
    for (int length = 0; length < whole.length; length++) {
      Files.createDirectories(file.getParent());
      Files.write(file, Arrays.copyOf(whole, length));
      try (DiskLab lab = new DiskLab(file.getParent())) {
        List<CacheEntry> found = lab.find(key("a"));
        if (!found.isEmpty()) {
          CacheEntry entry = found.get(0);
          assertThat(entry.head()).isEqualTo(head(10));
          if (entry.isComplete()) {
            olderHeads++;
            assertThat(lab.await(BodyTaker.all(entry.body(0, -1)).done())).isEqualTo(body);
          } else {
            parts++;
            byte[] part = lab.await(BodyTaker.all(entry.body(0, entry.storedBytes())).done());
            assertThat(part).isEqualTo(Arrays.copyOf(body, part.length));
          }
          entry.close();
        }
      }
      Files.deleteIfExists(file.resolveSibling("index"));
    }
    // Behind the first head, and behind the body; behind the end.
    assertThat(parts).isEqualTo(2);
    assertThat(olderHeads).isEqualTo(1);
  }
}
