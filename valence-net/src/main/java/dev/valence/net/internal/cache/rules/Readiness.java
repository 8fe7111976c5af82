package dev.valence.net.internal.cache.rules;

import dev.valence.net.NetworkRequest;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CachedHead;

/**
 * Which requests a stored response can answer at once, and which stored responses can: where the
 * road would end with the very same answer, whatever the rest of the request says.
 */
public final class Readiness {
  /** Larger bodies are handed out piece by piece, at the reader's pace. */
  public static final long MOST_BYTES = 1 << 20;

  /** Fields of a request that have a say at the cache, or that the road checks. */
  private static final String[] SPEAKING = {
    "cache-control",
    "pragma",
    "range",
    "if-range",
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
    "referer"
  };

  private Readiness() {}

  /** Whether a request asks for nothing but a response. */
  public static boolean mayTake(NetworkRequest request) {
    if (request.cacheMode() != CacheMode.DEFAULT
        || request.body() != null
        || !request.method().equals("GET")) {
      return false;
    }
    HeaderList headers = request.headers();
    if (!headers.isEmpty()) {
      for (String name : SPEAKING) {
        if (headers.contains(name)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Until when a stored response answers every plain request for its URL, in milliseconds since the
   * epoch; -1 for never.
   */
  public static long freshUntilMillis(CachedHead head) {
    HeaderList fields = head.response().headers();
    StoredReading reading = StoredReading.of(head);
    long left = reading.lifetimeSeconds() - reading.ageSeconds();
    boolean fit =
        head.response().status() == 200
            && left > 0
            && !fields.contains("vary")
            && !fields.contains("content-encoding")
            && !reading.control().has("no-cache");
    return fit ? head.responseMillis() + left * 1000 : -1;
  }
}
