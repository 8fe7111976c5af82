package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.disk.EntryName.KeyHash;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The hashes of the keys that were asked for last: a SHA-256 for each look-up would be a good part
 * of what a hit costs. They are the keys' own, whether anything is stored or not, so that nothing
 * here can go out of date. Bounded; confined to the network thread.
 */
final class KeyHashes {
  static final int MOST_KEYS = 2048;

  /** Longer keys are not kept, in characters: all together take a few megabytes at most. */
  static final int MOST_LENGTH = 1024;

  private final Map<CacheKey, KeyHash> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CacheKey, KeyHash> eldest) {
          return size() > MOST_KEYS;
        }
      };

  KeyHash of(CacheKey key) {
    if (key.url().length() + key.partition().length() > MOST_LENGTH) {
      return KeyHash.of(key);
    }
    KeyHash hash = known.get(key);
    if (hash == null) {
      hash = KeyHash.of(key);
      known.put(key, hash);
    }
    return hash;
  }

  int size() {
    return known.size();
  }
}
