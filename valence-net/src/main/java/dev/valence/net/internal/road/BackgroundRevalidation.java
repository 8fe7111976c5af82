package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RedirectStep;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.HttpCache;
import dev.valence.net.url.Url;
import java.util.List;

/**
 * Checks a stale response that was used nevertheless (RFC 5861 §3): a request of the session, one
 * for each stored response at a time, which outlives the one that caused it.
 */
final class BackgroundRevalidation implements NetworkDelegate {
  private final HttpCache cache;
  private final CacheKey key;

  private BackgroundRevalidation(HttpCache cache, CacheKey key) {
    this.cache = cache;
    this.key = key;
  }

  /** Starts it, unless one is under way. */
  static void start(Transaction cause, HttpCache cache, CacheKey key) {
    if (cache.isRevalidating(key)) {
      return;
    }
    HeaderList headers = cause.givenHeaders().copy();
    headers.remove("range");
    headers.remove("if-range");
    NetworkRequest request = cause.request();
    NetworkRequest check =
        NetworkRequest.builder(cause.url())
            .headers(headers)
            .useCookies(request.useCookies())
            .useAuthentication(request.useAuthentication())
            .credentialsOrigin(request.credentialsOrigin())
            .initiator(request.initiator())
            .siteForCookies(request.siteForCookies())
            .referrer(request.referrer())
            .referrerPolicy(cause.referrerPolicy())
            .priority(RequestPriority.IDLE, false)
            .userAgent(request.userAgent())
            .timeouts(request.timeouts())
            .build();
    if (cache.beginRevalidation(key, check)) {
      cause.spawn(check, new BackgroundRevalidation(cache, key));
    }
  }

  @Override
  public void onRedirect(RedirectStep step, RedirectDecision decision) {
    // The redirect itself is what was to be learnt.
    decision.refuse(new NetException(NetError.ABORTED));
  }

  @Override
  public void onResponse(ResponseHead head, List<Url> urls, BodyStream body) {
    Discard.rest(body, () -> cache.endRevalidation(key));
  }

  @Override
  public void onFailed(NetException error) {
    cache.endRevalidation(key);
  }
}
