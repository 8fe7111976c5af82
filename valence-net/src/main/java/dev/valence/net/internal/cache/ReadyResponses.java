package dev.valence.net.internal.cache;

import dev.valence.net.NetworkRequest;
import dev.valence.net.StoredAnswer;
import dev.valence.net.internal.cache.rules.NetworkPartition;
import dev.valence.net.internal.cache.rules.Readiness;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stored responses that answer a plain GET on the thread that asks: the way to the network
 * thread and back costs more than such a hit. They are put here by hits that went the whole road,
 * and lie in the memory of the store, which retires them when it changes them. Any thread.
 */
public final class ReadyResponses {
  private final LongSupplier clock;
  private final ConcurrentHashMap<CacheKey, ReadyResponse> secure = new ConcurrentHashMap<>();

  /** Of plain http: these rest on nobody's asking for TLS, too. */
  private final ConcurrentHashMap<CacheKey, ReadyResponse> plain = new ConcurrentHashMap<>();

  private final AtomicInteger barriers = new AtomicInteger();

  /**
   * None yet.
   *
   * @param clock the time in milliseconds since the epoch
   */
  public ReadyResponses(LongSupplier clock) {
    this.clock = clock;
  }

  /** The answer to a request, if there is one here; else it has to go the road. */
  public @Nullable StoredAnswer take(NetworkRequest request) {
    ConcurrentHashMap<CacheKey, ReadyResponse> ready = of(request.url().scheme());
    if (ready.isEmpty() || barriers.get() > 0 || !Readiness.mayTake(request)) {
      return null;
    }
    String partition = NetworkPartition.of(request.siteForCookies(), request.initiator());
    if (partition == null) {
      return null;
    }
    CacheKey key = CacheKey.of(partition, request.url());
    ReadyResponse found = ready.get(key);
    if (found == null) {
      return null;
    }
    StoredAnswer answer = found.take(clock.getAsLong());
    if (answer == null) {
      ready.remove(key, found);
    }
    return answer;
  }

  private ConcurrentHashMap<CacheKey, ReadyResponse> of(String scheme) {
    return scheme.equals("http") ? plain : secure;
  }

  /** Puts an entry here that has just answered from the store, if it is fit for it. */
  public void offer(CacheEntry entry, String scheme) {
    long until = Readiness.freshUntilMillis(entry.head());
    if (until <= clock.getAsLong() || entry.storedBytes() > Readiness.MOST_BYTES) {
      return;
    }
    ConcurrentHashMap<CacheKey, ReadyResponse> ready = of(scheme);
    ReadyResponse before = ready.get(entry.key());
    if (before != null && !before.isRetired()) {
      return;
    }
    ReadyResponse now = entry.ready(body -> new ReadyResponse(entry.head(), until, body));
    if (now != null) {
      ready.put(entry.key(), now);
      if (before == null) {
        sweep(ready);
      }
    }
  }

  /** Retired ones hold heads and bodies; they leave before they are as many as the others. */
  private static void sweep(ConcurrentHashMap<CacheKey, ReadyResponse> ready) {
    int size = ready.size();
    if ((size & (size - 1)) == 0) {
      ready.values().removeIf(ReadyResponse::isRetired);
    }
  }

  /** Another variant is stored: which of them answers is the road's to say. */
  public void forget(CacheKey key) {
    secure.remove(key);
    plain.remove(key);
  }

  /** A host asked for TLS, and perhaps for its subdomains. */
  public void forgetPlain() {
    plain.clear();
  }

  /**
   * Until the returned task is run, nothing is answered here: what is on its way to the network
   * thread comes before requests that are made later.
   */
  public Runnable barrier() {
    barriers.incrementAndGet();
    return barriers::decrementAndGet;
  }
}
