package dev.valence.net.internal.cache.rules;

import dev.valence.net.internal.cache.CachedHead;
import org.jspecify.annotations.Nullable;

/**
 * What a stored response is good for (RFC 9111 §4; Chromium's {@code
 * HttpCache::Transaction::RequiresValidation}).
 *
 * @param kind what is done with it
 * @param reason why, for people who read the net log
 * @param freshness its age and lifetime
 */
public record Reuse(Kind kind, String reason, Freshness freshness) {
  /** What is done with a stored response. */
  public enum Kind {
    /** It is the answer. */
    USE,
    /** It is the answer, and is checked in the background. */
    USE_WHILE_REVALIDATING,
    /** The server is asked whether it still holds. */
    VALIDATE,
    /** It is passed over: it needs confirmation and has nothing to ask with. */
    FETCH
  }

  /** Decides about a response that was selected by URL and {@code Vary}. */
  public static Reuse of(CacheUse use, CachedHead head, long nowMillis) {
    CacheControl control = StoredReading.of(head).control();
    Freshness freshness = Freshness.at(head, nowMillis);
    if (use.check() == CacheUse.Check.NEVER) {
      return new Reuse(Kind.USE, use.reason(), freshness);
    }
    if (use.check() == CacheUse.Check.ALWAYS) {
      // RFC 8246 §2: a reload need not ask for what never changes; a forced one does not read.
      return control.has("immutable") && freshness.isFresh() && !use.control().has("no-cache")
          ? new Reuse(Kind.USE, "immutable", freshness)
          : ask(head, use.reason(), freshness);
    }
    if (control.hasBare("no-cache")) {
      return ask(head, "no-cache in the response", freshness);
    }
    String wish = unmetWish(use.control(), control, freshness);
    if (wish != null) {
      return ask(head, wish, freshness);
    }
    if (freshness.isFresh()) {
      return new Reuse(Kind.USE, "fresh", freshness);
    }
    if (acceptsStale(use.control(), control, freshness)) {
      return new Reuse(Kind.USE, "max-stale in the request", freshness);
    }
    return freshness.isStaleWhileRevalidate()
        ? new Reuse(Kind.USE_WHILE_REVALIDATING, "stale-while-revalidate", freshness)
        : ask(head, "stale", freshness);
  }

  private static Reuse ask(CachedHead head, String why, Freshness freshness) {
    return Validators.has(head.response().headers())
        ? new Reuse(Kind.VALIDATE, why, freshness)
        : new Reuse(Kind.FETCH, why + ", and no validator", freshness);
  }

  /** RFC 9111 §5.2.1.1 and §5.2.1.3. */
  private static @Nullable String unmetWish(
      CacheControl request, CacheControl response, Freshness freshness) {
    long maxAge = request.seconds("max-age");
    if (maxAge >= 0
        && freshness.ageSeconds() >= maxAge
        && !acceptsStale(request, response, freshness)) {
      return "older than max-age in the request";
    }
    long minFresh = request.seconds("min-fresh");
    if (minFresh >= 0 && freshness.lifetimeSeconds() - freshness.ageSeconds() < minFresh) {
      return "not as fresh as min-fresh in the request";
    }
    return null;
  }

  /** RFC 9111 §5.2.1.2, which no {@code must-revalidate} of the response allows (§5.2.2.2). */
  private static boolean acceptsStale(
      CacheControl request, CacheControl response, Freshness freshness) {
    if (!request.has("max-stale")
        || response.has("must-revalidate")
        || response.hasBare("no-cache")) {
      return false;
    }
    return request.hasBare("max-stale")
        || freshness.ageSeconds() - freshness.lifetimeSeconds() <= request.seconds("max-stale");
  }
}
