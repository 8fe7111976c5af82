package dev.valence.net.internal.dns;

import dev.valence.net.NetException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the operating system, which tells no time to live, so that a fixed one is used:
 * Chromium's 60 s for addresses and, to not repeat a failing look-up for each subresource, 1 s for
 * failures. Bounded, least recently used out first. Not thread-safe: the resolver's lock guards it.
 */
final class AddressCache {
  static final int MAX_ENTRIES = 1000;
  static final long FOUND_NANOS = TimeUnit.SECONDS.toNanos(60);
  static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Addresses, or why there are none. */
  record Answer(List<InetAddress> addresses, @Nullable NetException failure) {
    static Answer found(List<InetAddress> addresses) {
      return new Answer(addresses, null);
    }

    static Answer failed(NetException failure) {
      return new Answer(List.of(), failure);
    }
  }

  private record Entry(Answer answer, long expiresAt) {}

  private final LongSupplier nanoClock;
  private final LinkedHashMap<String, Entry> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  AddressCache(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  @Nullable Answer get(String host) {
    Entry entry = entries.get(host);
    if (entry == null) {
      return null;
    }
    if (nanoClock.getAsLong() - entry.expiresAt >= 0) {
      entries.remove(host);
      return null;
    }
    return entry.answer;
  }

  void put(String host, Answer answer) {
    long life = answer.failure() == null ? FOUND_NANOS : FAILED_NANOS;
    entries.put(host, new Entry(answer, nanoClock.getAsLong() + life));
  }

  void clear() {
    entries.clear();
  }

  int size() {
    return entries.size();
  }
}
