package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkRequest;
import dev.valence.net.http.CacheMode;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.HttpCache;
import dev.valence.net.internal.cache.rules.CacheUse;
import dev.valence.net.internal.cache.rules.Invalidation;
import dev.valence.net.internal.cache.rules.NetworkPartition;
import dev.valence.net.url.Url;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP cache (RFC 9111) on the road. Bodies lie in it as they came, content codings and all.
 * What one request does here is its {@link CacheVisit}.
 */
final class CacheStage implements Stage {
  private final Supplier<@Nullable HttpCache> cache;

  /**
   * The stage.
   *
   * @param cache gives null where the session has no cache
   */
  CacheStage(Supplier<@Nullable HttpCache> cache) {
    this.cache = cache;
  }

  @Override
  public void send(Transaction transaction) {
    CacheMode mode = transaction.request().cacheMode();
    HttpCache present = cache.get();
    if (present != null && !transaction.isWebSocket()) {
      CacheUse use =
          CacheUse.of(
              transaction.method(),
              transaction.hopHeaders(),
              transaction.requestBody() != null,
              mode);
      CacheKey key = use.reads() || use.writes() ? key(transaction) : null;
      if (key != null) {
        CacheVisit visit = new CacheVisit(transaction, present, use, key);
        transaction.remember(visit);
        visit.start();
        return;
      }
    }
    if (mode == CacheMode.ONLY_IF_CACHED) {
      // Nothing before this stage had the response, and the network must not be asked.
      transaction.fail(
          new NetException(
              NetError.CACHE_MISS, "cache mode only-if-cached, and it is not in the cache", null));
      return;
    }
    CacheUse.addModeFields(mode, transaction.hopHeaders());
    transaction.proceed();
  }

  @Override
  public void receive(Transaction transaction) {
    CacheVisit visit = transaction.recall(CacheVisit.class);
    if (visit != null) {
      visit.answered();
      return;
    }
    if (!Invalidation.isSafe(transaction.method())) {
      invalidate(transaction);
    }
    transaction.giveBack();
  }

  private void invalidate(Transaction transaction) {
    HttpCache present = cache.get();
    String partition = present == null ? null : partition(transaction);
    if (present == null || partition == null) {
      return;
    }
    for (Url target :
        Invalidation.targets(
            transaction.method(),
            transaction.url(),
            transaction.head().status(),
            transaction.head().headers())) {
      present.store().doom(CacheKey.of(partition, target));
    }
  }

  private static @Nullable CacheKey key(Transaction transaction) {
    String partition = partition(transaction);
    return partition == null ? null : CacheKey.of(partition, transaction.url());
  }

  private static @Nullable String partition(Transaction transaction) {
    NetworkRequest request = transaction.request();
    return NetworkPartition.of(request.siteForCookies(), request.initiator());
  }
}
