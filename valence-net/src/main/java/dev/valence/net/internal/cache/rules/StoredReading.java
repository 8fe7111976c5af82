package dev.valence.net.internal.cache.rules;

import dev.valence.net.internal.cache.CachedHead;
import java.util.List;

/**
 * What the fields of a stored response say about its use, read once.
 *
 * @param control its {@code Cache-Control}
 * @param ageSeconds how old it was when it came (RFC 9111 §4.2.3, {@code corrected_initial_age})
 * @param lifetimeSeconds how long it may be used unasked
 * @param staleWhileRevalidateSeconds how long after that while it is checked
 * @param withheld the fields that {@code no-cache="…"} names
 */
record StoredReading(
    CacheControl control,
    long ageSeconds,
    long lifetimeSeconds,
    long staleWhileRevalidateSeconds,
    List<String> withheld) {

  static StoredReading of(CachedHead head) {
    return head.reading(StoredReading.class, StoredReading::read);
  }

  private static StoredReading read(CachedHead head) {
    CacheControl control = CacheControl.of(head.response().headers());
    return new StoredReading(
        control,
        Freshness.initialAge(head),
        Freshness.lifetime(head, control),
        Freshness.staleWhileRevalidate(control),
        List.copyOf(control.fields("no-cache")));
  }
}
