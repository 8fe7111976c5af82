package dev.valence.net.internal.dns;

import dev.valence.net.dns.HostResolverSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers of one session, kept as long as they say (Chromium's {@code HostCache}). What is stale
 * stays for those who take it, until newer answers need the room: the least recently used goes
 * first. Not thread-safe.
 */
final class HostCache {
  static final int MAX_ENTRIES = 1000;

  /**
   * What an answer is an answer to.
   *
   * @param secure whether it came over HTTPS
   */
  record Key(HostQuestion question, HostResolverSource source, boolean secure) {}

  private record Entry(HostAnswer answer, long expiresAt) {}

  private final LongSupplier nanoClock;
  private final LinkedHashMap<Key, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  HostCache(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * The answer, or null.
   *
   * @param stale whether its time may be over; that of a failure may not
   */
  @Nullable HostAnswer get(Key key, boolean stale) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    boolean fresh = nanoClock.getAsLong() - entry.expiresAt < 0;
    return fresh || (stale && entry.answer.failure() == null) ? entry.answer : null;
  }

  /** Keeps an answer unless it is not to be kept. */
  void put(Key key, HostAnswer answer) {
    if (answer.ttlSeconds() > 0) {
      long life = TimeUnit.SECONDS.toNanos(answer.ttlSeconds());
      entries.put(key, new Entry(answer, nanoClock.getAsLong() + life));
    }
  }

  void clear() {
    entries.clear();
  }

  int size() {
    return entries.size();
  }
}
