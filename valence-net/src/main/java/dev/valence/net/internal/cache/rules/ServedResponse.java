package dev.valence.net.internal.cache.rules;

import dev.valence.net.ResponseHead;
import dev.valence.net.ResponseSource;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CachedHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response as it is made of a stored one: the whole, a range of it (RFC 9110 §14.2), or its head.
 *
 * @param stored status and protocol of what is stored
 * @param status the status of the answer
 * @param reason the reason phrase of the answer
 * @param fields the fields of the answer
 * @param from the offset of the first byte of the stored body
 * @param to the offset behind the last, -1 for its end
 * @param isEmpty whether nothing of the body is handed out
 */
public record ServedResponse(
    ResponseHead stored,
    int status,
    String reason,
    HeaderList fields,
    long from,
    long to,
    boolean isEmpty) {

  /** How much of a body is stored. */
  public record Extent(long storedBytes, boolean complete, boolean growing) {}

  /**
   * Makes the response.
   *
   * @param range the one range the request asks for, or null
   * @param validated whether the server has just confirmed it
   * @return null when what is stored is not enough
   */
  public static @Nullable ServedResponse of(
      String method,
      HeaderList request,
      @Nullable ByteRange range,
      CachedHead head,
      Extent extent,
      boolean validated,
      long nowMillis) {
    ServedResponse whole = whole(head, validated, nowMillis);
    if (method.equals("HEAD")) {
      return whole.asEmpty(whole.status, whole.reason);
    }
    if (range != null && whole.status == 200 && rangeCounts(request, head, nowMillis)) {
      return ranged(whole, range, extent);
    }
    return extent.complete || extent.growing ? whole : null;
  }

  /** The whole of what is stored. */
  public static ServedResponse whole(CachedHead head, boolean validated, long nowMillis) {
    ResponseHead stored = head.response();
    HeaderList fields =
        StoredFields.served(
            stored.headers(),
            validated ? List.of() : StoredReading.of(head).withheld(),
            Freshness.ageSeconds(head, nowMillis));
    return new ServedResponse(stored, stored.status(), stored.reason(), fields, 0, -1, false);
  }

  private static boolean rangeCounts(HeaderList request, CachedHead head, long nowMillis) {
    String ifRange = request.get("if-range");
    return ifRange == null
        || Validators.ifRangeMatches(ifRange, head.response().headers(), nowMillis);
  }

  private static @Nullable ServedResponse ranged(
      ServedResponse whole, ByteRange range, Extent extent) {
    long total = extent.complete ? extent.storedBytes : Storability.statedLength(whole.stored);
    if (total < 0) {
      return null;
    }
    ByteRange.Span span = range.within(total);
    if (span == null) {
      whole.fields.set("Content-Range", "bytes */" + total);
      whole.fields.set("Content-Length", "0");
      return whole.asEmpty(416, "Range Not Satisfiable");
    }
    boolean isThere =
        span.to() <= extent.storedBytes || extent.growing && span.from() <= extent.storedBytes;
    if (!isThere) {
      return null;
    }
    whole.fields.set("Content-Range", span.contentRange());
    whole.fields.set("Content-Length", Long.toString(span.to() - span.from()));
    return new ServedResponse(
        whole.stored, 206, "Partial Content", whole.fields, span.from(), span.to(), false);
  }

  private ServedResponse asEmpty(int newStatus, String newReason) {
    return new ServedResponse(stored, newStatus, newReason, fields, 0, 0, true);
  }

  /** The head as the asker gets it. */
  public ResponseHead head(ResponseSource source) {
    return new ResponseHead(stored.version(), status, reason, fields, source);
  }
}
