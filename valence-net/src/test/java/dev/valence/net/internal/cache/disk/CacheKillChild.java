package dev.valence.net.internal.cache.disk;

import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.store.Stored;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that {@link CacheKillTest} kills: stores bodies that their seeds give, in all sizes,
 * over a few keys, and prints the number of each response that is on the disk.
 */
final class CacheKillChild {
  static final int KEYS = 12;
  private static final int[] SIZES = {0, 100, 5_000, 70_000, 300_000, 1_200_000, 2_500_000};

  private CacheKillChild() {}

  public static void main(String[] arguments) {
    DiskLab lab = new DiskLab(Path.of(arguments[0]), 200L << 20, 4 << 20, Disk.REAL);
    int first = Integer.parseInt(arguments[1]);
    for (int number = first; ; number++) {
      Stored.put(lab.store, Stored.key("k" + number % KEYS), Stored.head(number), body(number));
      if (number % 3 == 0) {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        lab.store.whenIdle(() -> idle.complete(null));
        lab.await(idle);
        System.out.println(number + " .");
        if (number % 9 == 0) {
          confirm(lab, number);
        }
      }
      LockSupport.parkNanos(100_000);
    }
  }

  /** Large heads over the same body, until its file has to be written anew. */
  private static void confirm(DiskLab lab, int number) {
    for (int i = 0; i < 6; i++) {
      for (CacheEntry entry : lab.find(Stored.key("k" + number % KEYS))) {
        HeaderList fields = HeaderList.of("x-filler", "y".repeat(15_000 + i));
        entry.updateHead(
            new CachedHead(
                number - 5,
                number,
                entry.head().response().withHeaders(fields),
                entry.head().selecting()));
        entry.close();
      }
      lab.settle();
    }
  }

  /** The body of the response with this number. */
  static byte[] body(int number) {
    return Stored.body(number, SIZES[number % SIZES.length]);
  }
}
