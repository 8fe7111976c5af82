package dev.valence.net.cookie;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that {@link CookieKillTest} kills: changes cookies about once a millisecond and
 * prints the number and the time of each change once it is made.
 */
final class CookieKillChild {
  private CookieKillChild() {}

  public static void main(String[] arguments) {
    CookieStore store = CookieStore.builder().file(Path.of(arguments[0])).open();
    store.loaded().join();
    for (int change = 0; ; change++) {
      make(store, change);
      System.out.println(change + " " + System.currentTimeMillis() + " .");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void make(CookieStore store, int change) {
    switch (change % 5) {
      case 3 -> set(store, change - 1, "changed");
      case 4 -> store.remove(url(change - 3), "n").join();
      default -> set(store, change, "new");
    }
  }

  /** The same change on a plain map: from URL to value. */
  static void make(Map<String, String> model, int change) {
    switch (change % 5) {
      case 3 -> model.put(host(change - 1), "changed");
      case 4 -> model.remove(host(change - 3));
      default -> model.put(host(change), "new");
    }
  }

  private static void set(CookieStore store, int number, String value) {
    store
        .set(
            CookieDetails.builder()
                .url(url(number))
                .name("n")
                .value(value)
                .expirationDate(Instant.now().plusSeconds(100_000))
                .build())
        .join();
  }

  private static String url(int number) {
    return "https://" + host(number) + "/";
  }

  /** Each cookie is of a site of its own, so that none is evicted. */
  static String host(int number) {
    return "site" + number + ".com";
  }
}
