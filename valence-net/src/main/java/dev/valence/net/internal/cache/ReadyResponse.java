package dev.valence.net.internal.cache;

import dev.valence.net.ResponseHead;
import dev.valence.net.ResponseSource;
import dev.valence.net.StoredAnswer;
import dev.valence.net.internal.cache.rules.Freshness;
import dev.valence.net.internal.cache.rules.StoredFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored response that any thread may take as it is: whole, in memory, good without a question
 * until a known moment. What changes it, or takes it away, retires it first.
 */
public final class ReadyResponse {
  /** A head with the age of one second. */
  private record Dated(long ageSeconds, ResponseHead head) {}

  private final CachedHead stored;
  private final long freshUntilMillis;

  /** Null once it is retired: the store's limit counts these bytes no more. */
  private volatile byte @Nullable [] body;

  private volatile @Nullable Dated dated;
  private volatile boolean taken;

  /**
   * A response.
   *
   * @param freshUntilMillis the first moment at which it is stale, milliseconds since the epoch
   * @param body all of it; not to be changed
   */
  ReadyResponse(CachedHead stored, long freshUntilMillis, byte[] body) {
    this.stored = stored;
    this.freshUntilMillis = freshUntilMillis;
    this.body = body;
  }

  /** The response at this moment; null when it is stale or retired by now. */
  @Nullable StoredAnswer take(long nowMillis) {
    byte[] present = body;
    if (present == null || nowMillis >= freshUntilMillis || nowMillis < stored.responseMillis()) {
      return null;
    }
    if (!taken) {
      taken = true;
    }
    return new StoredAnswer(head(nowMillis), present.clone());
  }

  private ResponseHead head(long nowMillis) {
    long age = Freshness.ageSeconds(stored, nowMillis);
    Dated present = dated;
    if (present == null || present.ageSeconds != age) {
      ResponseHead head = stored.response();
      present =
          new Dated(
              age,
              new ResponseHead(
                  head.version(),
                  head.status(),
                  head.reason(),
                  StoredFields.served(head.headers(), List.of(), age),
                  ResponseSource.CACHE));
      dated = present;
    }
    return present.head;
  }

  /** Whether anybody took it since this was last asked. */
  public boolean wasTaken() {
    boolean was = taken;
    taken = false;
    return was;
  }

  /** From now on nobody gets it. */
  public void retire() {
    body = null;
  }

  boolean isRetired() {
    return body == null;
  }
}
