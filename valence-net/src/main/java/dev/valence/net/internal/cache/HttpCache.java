package dev.valence.net.internal.cache;

import dev.valence.net.BodyStream;
import dev.valence.net.NetworkRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP cache of one session as its requests see it: what is stored, what is on its way, what is
 * being written. Confined to the network thread.
 */
public final class HttpCache {
  /** How long a request waits for another one's answer (Chromium's cache lock), milliseconds. */
  public static final long DEFAULT_LOCK_MILLIS = 20_000;

  private final CacheStore store;
  private final LongSupplier clock;
  private final long lockMillis;
  private final ReadyResponses ready;
  private final CacheFlights flights = new CacheFlights();
  private final Map<CacheKey, List<CacheFill>> fills = new HashMap<>();
  private final Map<CacheKey, NetworkRequest> revalidations = new HashMap<>();

  /**
   * A cache.
   *
   * @param clock the time in milliseconds since the epoch
   * @param lockMillis how long a request waits for another one's answer
   * @param ready where hits are put that any thread may take
   */
  public HttpCache(CacheStore store, LongSupplier clock, long lockMillis, ReadyResponses ready) {
    this.store = store;
    this.clock = clock;
    this.lockMillis = lockMillis;
    this.ready = ready;
  }

  public CacheStore store() {
    return store;
  }

  public long now() {
    return clock.getAsLong();
  }

  public long lockMillis() {
    return lockMillis;
  }

  /** The hits that any thread may take. */
  public ReadyResponses ready() {
    return ready;
  }

  public CacheFlights flights() {
    return flights;
  }

  /** Who writes the body of a stored response; null when nobody does. */
  public @Nullable CacheFill fillOf(CacheEntry entry) {
    if (!entry.isBeingWritten()) {
      return null;
    }
    List<CacheFill> writing = fills.get(entry.key());
    if (writing == null) {
      return null;
    }
    CachedHead head = entry.head();
    for (CacheFill fill : writing) {
      if (fill.writes(head)) {
        return fill;
      }
    }
    return null;
  }

  /** Begins to write a body. */
  public CacheFill fill(
      CacheKey key,
      CacheWriter writer,
      BodyStream source,
      boolean resumable,
      boolean finishesAlone,
      boolean hasAsker) {
    CacheFill[] fill = new CacheFill[1];
    fill[0] =
        new CacheFill(
            writer,
            source,
            resumable,
            finishesAlone,
            writer.entry().storedBytes(),
            hasAsker,
            () -> {
              List<CacheFill> left = fills.get(key);
              if (left != null && left.remove(fill[0]) && left.isEmpty()) {
                fills.remove(key);
              }
            });
    fills.computeIfAbsent(key, none -> new ArrayList<>(1)).add(fill[0]);
    return fill[0];
  }

  /**
   * Marks a stored response as being checked in the background.
   *
   * @return false when it is already
   */
  public boolean beginRevalidation(CacheKey key, NetworkRequest request) {
    return revalidations.putIfAbsent(key, request) == null;
  }

  public boolean isRevalidating(CacheKey key) {
    return revalidations.containsKey(key);
  }

  /** Whether this is the request that checks a stored response in the background. */
  public boolean isRevalidation(CacheKey key, NetworkRequest request) {
    return !revalidations.isEmpty() && revalidations.get(key) == request;
  }

  public void endRevalidation(CacheKey key) {
    revalidations.remove(key);
  }
}
