package dev.valence.net.internal.cache.rules;

import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CachedHead;
import org.jspecify.annotations.Nullable;

/**
 * How a body that broke off is completed later (RFC 9111 §3.3 and §3.4; Chromium's {@code
 * CanResumeEntry}).
 */
public final class Continuation {
  private Continuation() {}

  /**
   * Whether a part of this response would be of use: it has a strong validator, and a length that
   * tells what is missing.
   *
   * @param length the body's whole length, or -1
   */
  public static boolean isWorthKeeping(CachedHead head, long length) {
    ResponseHead response = head.response();
    String ranges = response.headers().get("accept-ranges");
    return response.status() == 200
        && length > 0
        && (ranges == null || !ranges.strip().equalsIgnoreCase("none"))
        && Validators.strong(response.headers(), head.responseMillis()) != null;
  }

  /** Whether the stored part can be continued. */
  public static boolean isPossible(CachedHead head, long storedBytes) {
    long length = Storability.statedLength(head.response());
    return storedBytes > 0 && storedBytes < length && isWorthKeeping(head, length);
  }

  /** Asks for what is missing, or for the whole should it have changed. */
  public static void addFields(CachedHead head, long storedBytes, HeaderList request) {
    String validator = Validators.strong(head.response().headers(), head.responseMillis());
    request.set("Range", "bytes=" + storedBytes + "-");
    if (validator != null) {
      request.set("If-Range", validator);
    }
  }

  /** Takes back what {@link #addFields} added. */
  public static void removeFields(HeaderList request) {
    request.remove("range");
    request.remove("if-range");
  }

  /** Whether a 206 carries just what is missing of the stored part. */
  public static boolean fits(CachedHead head, long storedBytes, ResponseHead partial) {
    ByteRange.Span span = ByteRange.parseContentRange(partial.headers().get("content-range"));
    HeaderList stored = head.response().headers();
    return span != null
        && span.from() == storedBytes
        && span.to() == span.total()
        && span.total() == Storability.statedLength(head.response())
        && Validators.agree(stored, partial.headers())
        && sameCoding(stored.get("content-encoding"), partial.headers().get("content-encoding"));
  }

  private static boolean sameCoding(@Nullable String stored, @Nullable String later) {
    return later == null || later.equals(stored);
  }
}
