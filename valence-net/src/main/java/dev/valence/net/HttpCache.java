package dev.valence.net;

import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.road.Road;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The HTTP cache of one context, for people: what it holds, and how much it may. Of a context
 * without a cache it is empty. Its methods may be called from any thread; futures complete on the
 * network thread.
 */
public final class HttpCache {
  private final Road road;

  HttpCache(Road road) {
    this.road = road;
  }

  /**
   * One stored response.
   *
   * @param url without its fragment
   * @param partition whose it is: the sites of page and frame, or empty for the application itself
   * @param status the status code
   * @param bytes what it takes, head included
   * @param stored when the response came, or was last confirmed
   * @param lastUsed when it was stored or last read
   */
  public record Entry(
      String url, String partition, int status, long bytes, Instant stored, Instant lastUsed) {
    private static Entry of(CacheStore.Listed listed) {
      return new Entry(
          listed.key().url(),
          listed.key().partition(),
          listed.status(),
          listed.bytes(),
          Instant.ofEpochMilli(listed.responseMillis()),
          Instant.ofEpochMilli(listed.lastUsedMillis()));
    }
  }

  /** What is stored, in bytes, heads included. */
  public CompletableFuture<Long> size() {
    return road.askCache(CacheStore::size, CompletableFuture.completedFuture(0L));
  }

  /** Takes everything away; those who read go on. */
  public CompletableFuture<Void> clear() {
    return road.askCache(
        store -> store.clear(Long.MIN_VALUE, Long.MAX_VALUE),
        CompletableFuture.completedFuture(null));
  }

  /** Takes away what was stored in a span of time: from the first instant until the second. */
  public CompletableFuture<Void> clear(Instant from, Instant to) {
    return road.askCache(
        store -> store.clear(from.toEpochMilli(), to.toEpochMilli()),
        CompletableFuture.completedFuture(null));
  }

  /** Takes away what fulfils the condition, which is asked on the network thread. */
  public CompletableFuture<Void> clear(Predicate<Entry> condition) {
    return road.askCache(
        store ->
            store
                .list()
                .thenAccept(
                    all ->
                        all.stream()
                            .filter(listed -> condition.test(Entry.of(listed)))
                            .forEach(listed -> store.doom(listed.key()))),
        CompletableFuture.completedFuture(null));
  }

  /** Everything that is stored, the one used last at the end. */
  public CompletableFuture<List<Entry>> list() {
    return road.askCache(
        store -> store.list().thenApply(all -> all.stream().map(Entry::of).toList()),
        CompletableFuture.completedFuture(List.of()));
  }

  /**
   * How much may be stored from now on, in bytes; what is over it goes at once.
   *
   * @throws IllegalArgumentException when it is below zero
   */
  public CompletableFuture<Void> maxSize(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("the size of a cache is not negative: " + bytes);
    }
    return road.askCache(store -> store.limit(bytes), CompletableFuture.completedFuture(null));
  }
}
