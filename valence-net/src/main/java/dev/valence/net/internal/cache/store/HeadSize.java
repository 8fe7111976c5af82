package dev.valence.net.internal.cache.store;

import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CachedHead;

/** What a response takes of the memory beside its body: an estimate, the same each time. */
public final class HeadSize {
  private static final long OBJECTS = 512;
  private static final long FIELD = 64;

  private HeadSize() {}

  /** In bytes. */
  public static long of(CacheKey key, CachedHead head) {
    return OBJECTS
        + key.partition().length()
        + key.url().length()
        + of(head.response().headers())
        + of(head.selecting());
  }

  private static long of(HeaderList fields) {
    long size = 0;
    for (int i = 0; i < fields.size(); i++) {
      size += FIELD + fields.name(i).length() + fields.value(i).length();
    }
    return size;
  }
}
