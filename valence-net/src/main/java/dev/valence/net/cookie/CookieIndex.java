package dev.valence.net.cookie;

import dev.valence.net.site.PublicSuffixList;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cookies in memory: for each partition and each key (see {@link CookieDomain#keyOf}) an array
 * in the order of the {@code Cookie} header.
 *
 * <p>An array is never changed but replaced, so readers need no lock. Writers must hold the store's
 * lock.
 */
final class CookieIndex {
  private static final StoredCookie[] NONE = new StoredCookie[0];

  /** Bound of the memory of host keys; a browser session seldom sees more hosts. */
  private static final int MAX_REMEMBERED_HOSTS = 4096;

  private final PublicSuffixList suffixes;
  private final ConcurrentHashMap<String, StoredCookie[]> plain = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<CookiePartitionKey, ConcurrentHashMap<String, StoredCookie[]>>
      partitioned = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, String> keyOfHost = new ConcurrentHashMap<>();
  private int plainCount;

  CookieIndex(PublicSuffixList suffixes) {
    this.suffixes = suffixes;
  }

  /** The key of a host or domain. */
  String keyOf(String domainOrHost) {
    String known = keyOfHost.get(domainOrHost);
    if (known != null) {
      return known;
    }
    if (keyOfHost.size() >= MAX_REMEMBERED_HOSTS) {
      keyOfHost.clear();
    }
    String key = CookieDomain.keyOf(domainOrHost, suffixes);
    keyOfHost.put(domainOrHost, key);
    return key;
  }

  /** The unpartitioned cookies of a key, in header order; not to be changed. */
  StoredCookie[] plain(String key) {
    return plain.getOrDefault(key, NONE);
  }

  boolean hasPartitions() {
    return !partitioned.isEmpty();
  }

  /** The cookies of a key in a partition, in header order; not to be changed. */
  StoredCookie[] partition(@Nullable CookiePartitionKey partition, String key) {
    if (partition == null) {
      return NONE;
    }
    ConcurrentHashMap<String, StoredCookie[]> keys = partitioned.get(partition);
    return keys == null ? NONE : keys.getOrDefault(key, NONE);
  }

  /** The cookies that live beside this one: those of its key in its partition. */
  StoredCookie[] neighbours(Cookie cookie) {
    String key = keyOf(cookie.domain());
    return cookie.partitionKey() == null ? plain(key) : partition(cookie.partitionKey(), key);
  }

  /** How many unpartitioned cookies there are. */
  int plainCount() {
    return plainCount;
  }

  void forEach(Consumer<StoredCookie> action) {
    forEachPlain(action);
    partitioned.values().forEach(keys -> keys.values().forEach(cookies -> each(cookies, action)));
  }

  void forEachPlain(Consumer<StoredCookie> action) {
    plain.values().forEach(cookies -> each(cookies, action));
  }

  void add(StoredCookie stored) {
    Cookie cookie = stored.cookie();
    StoredCookie[] before = neighbours(cookie);
    StoredCookie[] after = new StoredCookie[before.length + 1];
    int position = 0;
    while (position < before.length
        && CookieMatcher.HEADER_ORDER.compare(before[position].cookie(), cookie) <= 0) {
      position++;
    }
    System.arraycopy(before, 0, after, 0, position);
    after[position] = stored;
    System.arraycopy(before, position, after, position + 1, before.length - position);
    replace(cookie, after);
    if (cookie.partitionKey() == null) {
      plainCount++;
    }
  }

  /** Takes a cookie out; says false when it is not there any more. */
  boolean remove(StoredCookie stored) {
    StoredCookie[] before = neighbours(stored.cookie());
    int position = Arrays.asList(before).indexOf(stored);
    if (position < 0) {
      return false;
    }
    StoredCookie[] after = new StoredCookie[before.length - 1];
    System.arraycopy(before, 0, after, 0, position);
    System.arraycopy(before, position + 1, after, position, after.length - position);
    replace(stored.cookie(), after);
    if (stored.cookie().partitionKey() == null) {
      plainCount--;
    }
    return true;
  }

  private void replace(Cookie cookie, StoredCookie[] cookies) {
    String key = keyOf(cookie.domain());
    CookiePartitionKey partition = cookie.partitionKey();
    if (partition == null) {
      put(plain, key, cookies);
      return;
    }
    ConcurrentHashMap<String, StoredCookie[]> keys =
        partitioned.computeIfAbsent(partition, unused -> new ConcurrentHashMap<>());
    put(keys, key, cookies);
    if (keys.isEmpty()) {
      partitioned.remove(partition);
    }
  }

  private static void put(
      ConcurrentHashMap<String, StoredCookie[]> keys, String key, StoredCookie[] cookies) {
    if (cookies.length == 0) {
      keys.remove(key);
    } else {
      keys.put(key, cookies);
    }
  }

  private static void each(StoredCookie[] cookies, Consumer<StoredCookie> action) {
    for (StoredCookie cookie : cookies) {
      action.accept(cookie);
    }
  }
}
