package dev.valence.net.internal.cache.rules;

import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HttpDate;
import dev.valence.net.internal.cache.CachedHead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How old a stored response is and how long it is fresh (RFC 9111 §4.2; Chromium's {@code
 * HttpResponseHeaders::GetFreshnessLifetimes} and {@code GetCurrentAge}).
 *
 * @param ageSeconds the time since the origin server made or checked it
 * @param lifetimeSeconds how long from then it may be used unasked
 * @param staleWhileRevalidateSeconds how long after that it may be used while it is checked (RFC
 *     5861 §3)
 */
public record Freshness(long ageSeconds, long lifetimeSeconds, long staleWhileRevalidateSeconds) {
  private static final long FOR_EVER = CacheControl.MOST_SECONDS;

  /** The freshness of a stored response at a moment in milliseconds since the epoch. */
  public static Freshness at(CachedHead head, long nowMillis) {
    StoredReading reading = StoredReading.of(head);
    return new Freshness(
        ageSeconds(head, nowMillis),
        reading.lifetimeSeconds(),
        reading.staleWhileRevalidateSeconds());
  }

  static long staleWhileRevalidate(CacheControl control) {
    boolean mustRevalidate =
        control.has("must-revalidate")
            || control.has("proxy-revalidate")
            || control.has("s-maxage");
    return mustRevalidate ? 0 : Math.max(0, control.seconds("stale-while-revalidate"));
  }

  public boolean isFresh() {
    return lifetimeSeconds > ageSeconds;
  }

  /** Stale, and yet to be used while it is checked in the background. */
  public boolean isStaleWhileRevalidate() {
    return !isFresh() && lifetimeSeconds + staleWhileRevalidateSeconds > ageSeconds;
  }

  /** RFC 9111 §4.2.3. */
  public static long ageSeconds(CachedHead head, long nowMillis) {
    long resident = Math.max(0, nowMillis - head.responseMillis()) / 1000;
    return StoredReading.of(head).ageSeconds() + resident;
  }

  /** How old it was when it came. */
  static long initialAge(CachedHead head) {
    HeaderList headers = head.response().headers();
    long response = head.responseMillis();
    Instant date = date(headers, "date", response);
    long apparent = date == null ? 0 : Math.max(0, response - date.toEpochMilli()) / 1000;
    long delay = Math.max(0, response - head.requestMillis()) / 1000;
    long corrected = Math.min(FOR_EVER, statedAge(headers) + delay);
    return Math.max(apparent, corrected);
  }

  /**
   * The {@code Age} field. What is no single number leaves the age unknown, and the response is
   * taken for old: asking once too often does no harm.
   */
  private static long statedAge(HeaderList headers) {
    int at = headers.indexOf("age", 0);
    if (at < 0) {
      return 0;
    }
    if (headers.indexOf("age", at + 1) >= 0) {
      return FOR_EVER;
    }
    long seconds = CacheControl.parseSeconds(headers.value(at).strip());
    return seconds < 0 ? FOR_EVER : seconds;
  }

  /** RFC 9111 §4.2.1 and §4.2.2. */
  static long lifetime(CachedHead head, CacheControl control) {
    HeaderList headers = head.response().headers();
    if (control.hasBare("no-cache")
        || control.has("no-store")
        || headers.contains("pragma") && isPragmaNoCache(headers)
        || VaryRules.namesEverything(headers)) {
      return 0;
    }
    long maxAge = control.seconds("max-age");
    if (maxAge >= 0) {
      return maxAge;
    }
    Instant served = date(headers, "date", head.responseMillis());
    long date = served == null ? head.responseMillis() : served.toEpochMilli();
    if (headers.contains("expires")) {
      Instant expires = date(headers, "expires", head.responseMillis());
      return expires == null ? 0 : Math.max(0, expires.toEpochMilli() - date) / 1000;
    }
    return heuristic(head, control, date);
  }

  private static long heuristic(CachedHead head, CacheControl control, long date) {
    int status = head.response().status();
    if (!Storability.isHeuristicallyCacheable(status) && !control.has("public")) {
      return 0;
    }
    if (!control.has("must-revalidate")) {
      Instant modified = date(head.response().headers(), "last-modified", head.responseMillis());
      if (modified != null && modified.toEpochMilli() <= date) {
        return (date - modified.toEpochMilli()) / 10_000;
      }
    }
    // Chromium: these are for ever unless something says otherwise.
    return status == 300 || status == 301 || status == 308 || status == 410 ? FOR_EVER : 0;
  }

  private static boolean isPragmaNoCache(HeaderList headers) {
    List<String> values = headers.getAll("pragma");
    return values.stream().anyMatch("no-cache"::equalsIgnoreCase);
  }

  static @Nullable Instant date(HeaderList headers, String name, long nowMillis) {
    String text = headers.get(name);
    return text == null ? null : HttpDate.parse(text, Instant.ofEpochMilli(nowMillis));
  }
}
