package dev.valence.net.internal.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the responses of one session lie: bounded, least recently used out first. Confined to the
 * network thread, but for what returns a future.
 */
public interface CacheStore extends AutoCloseable {
  /** One stored response, for people who look. */
  record Listed(CacheKey key, int status, long bytes, long responseMillis, long lastUsedMillis) {}

  /**
   * Finds what is stored under a key: one entry for each variant (RFC 9111 §4.1), the one used last
   * first; none where nothing is. Answers within the call when it can, otherwise later. The
   * receiver closes every entry.
   */
  void find(CacheKey key, Consumer<List<CacheEntry>> answer);

  /**
   * Begins a new entry. It replaces the variant with the same selecting fields.
   *
   * @param expectedBytes the body's length where known, else -1
   * @return null when the body is known not to fit
   */
  @Nullable CacheWriter create(CacheKey key, CachedHead head, long expectedBytes);

  /** Takes all variants of a key away. */
  void doom(CacheKey key);

  /** What is stored, in bytes, heads included. */
  CompletableFuture<Long> size();

  /** Takes away everything, or what was stored in a span of time. */
  CompletableFuture<Void> clear(long fromMillis, long toMillis);

  CompletableFuture<List<Listed>> list();

  /** The limit, in bytes; what is over it goes at once. */
  CompletableFuture<Void> limit(long bytes);

  /** Writes what waits and ends. */
  @Override
  void close();

  /** Completes when {@link #close} has written what it had to. */
  default CompletableFuture<Void> closed() {
    return CompletableFuture.completedFuture(null);
  }
}
