package dev.valence.net.internal.road;

import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.HttpCache;
import dev.valence.net.internal.cache.rules.Storability;
import dev.valence.net.internal.cache.rules.StoredFields;
import dev.valence.net.internal.cache.rules.Validators;
import dev.valence.net.internal.cache.rules.VaryRules;

/** What responses without a body tell about stored ones. */
final class CacheUpdate {
  private CacheUpdate() {}

  /** RFC 9111 §4.3.5: a 200 to HEAD updates the stored response to GET, or takes it away. */
  static void afterHead(
      HttpCache cache, CacheKey key, Transaction transaction, long requestMillis) {
    ResponseHead head = transaction.head();
    if (head.status() != 200) {
      return;
    }
    HeaderList request = transaction.hopHeaders().copy();
    cache
        .store()
        .find(
            key,
            entries -> {
              for (CacheEntry entry : entries) {
                if (VaryRules.matches(entry.head(), request)) {
                  if (isSame(entry.head().response(), head)) {
                    update(cache, entry, head, request, requestMillis);
                  } else {
                    entry.doom();
                  }
                }
                entry.close();
              }
            });
  }

  private static boolean isSame(ResponseHead stored, ResponseHead head) {
    long before = Storability.statedLength(stored);
    long now = Storability.statedLength(head);
    return stored.status() == 200
        && Validators.agree(stored.headers(), head.headers())
        && (before < 0 || now < 0 || before == now);
  }

  /**
   * A 304 that answers the asker's own condition refreshes what is stored of the same validator
   * (RFC 9111 §4.3.4).
   */
  static void afterNotModified(
      HttpCache cache, CacheKey key, Transaction transaction, long requestMillis) {
    ResponseHead head = transaction.head();
    HeaderList request = transaction.hopHeaders().copy();
    cache
        .store()
        .find(
            key,
            entries -> {
              for (CacheEntry entry : entries) {
                HeaderList stored = entry.head().response().headers();
                if (Validators.has(stored)
                    && Validators.has(head.headers())
                    && Validators.share(stored, head.headers())
                    && VaryRules.matches(entry.head(), request)) {
                  update(cache, entry, head, request, requestMillis);
                }
                entry.close();
              }
            });
  }

  private static void update(
      HttpCache cache,
      CacheEntry entry,
      ResponseHead news,
      HeaderList request,
      long requestMillis) {
    ResponseHead stored = entry.head().response();
    HeaderList fields = StoredFields.updated(stored.headers(), news.headers());
    entry.updateHead(
        new CachedHead(
            requestMillis,
            cache.now(),
            stored.withHeaders(fields),
            VaryRules.selectingFields(fields, request)));
  }
}
