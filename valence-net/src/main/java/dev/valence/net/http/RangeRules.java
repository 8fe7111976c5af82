package dev.valence.net.http;

import dev.valence.net.http.RangeDecision.NotModified;
import dev.valence.net.http.RangeDecision.Part;
import dev.valence.net.http.RangeDecision.Parts;
import dev.valence.net.http.RangeDecision.PreconditionFailed;
import dev.valence.net.http.RangeDecision.Unsatisfiable;
import dev.valence.net.http.RangeDecision.Whole;
import dev.valence.net.internal.cache.rules.ByteRange;
import dev.valence.net.internal.cache.rules.Validators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions and ranges of a GET or HEAD for a representation that is at hand as a whole (RFC 9110
 * §13.2.2 and §14.2). Pure functions; any thread.
 */
public final class RangeRules {
  /** A request for more ranges than this is answered with the whole (RFC 9110 §17.15). */
  public static final int MOST_RANGES = 64;

  private static final Whole WHOLE = new Whole();

  private RangeRules() {}

  /**
   * Decides what to send.
   *
   * @param request the fields of the request
   * @param response what would go with the whole: {@code ETag} and {@code Last-Modified} count
   * @param length the length of the whole in bytes
   */
  public static RangeDecision decide(
      String method, HeaderList request, HeaderList response, long length, Instant now) {
    boolean get = method.equals("GET");
    if (!get && !method.equals("HEAD")) {
      return WHOLE;
    }
    if (fails(request, response, now)) {
      return new PreconditionFailed();
    }
    if (isNotModified(request, response, now)) {
      return new NotModified();
    }
    String range = request.getJoined("range");
    if (!get || range == null || !ifRangeHolds(request.get("if-range"), response, now)) {
      return WHOLE;
    }
    return parts(range, length);
  }

  /** RFC 9110 §13.1.1 and §13.1.4. */
  private static boolean fails(HeaderList request, HeaderList response, Instant now) {
    String ifMatch = request.getJoined("if-match");
    if (ifMatch != null) {
      return !Validators.names(ifMatch, response.get("etag"), true);
    }
    Instant unmodifiedSince = date(request.get("if-unmodified-since"), now);
    Instant modified = date(response.get("last-modified"), now);
    return unmodifiedSince != null && modified != null && modified.isAfter(unmodifiedSince);
  }

  /** RFC 9110 §13.1.2 and §13.1.3. */
  private static boolean isNotModified(HeaderList request, HeaderList response, Instant now) {
    String ifNoneMatch = request.getJoined("if-none-match");
    if (ifNoneMatch != null) {
      return Validators.names(ifNoneMatch, response.get("etag"), false);
    }
    Instant since = date(request.get("if-modified-since"), now);
    Instant modified = date(response.get("last-modified"), now);
    return since != null && modified != null && !modified.isAfter(since);
  }

  /** RFC 9110 §13.1.5; a tag is compared strongly. */
  private static boolean ifRangeHolds(@Nullable String ifRange, HeaderList response, Instant now) {
    if (ifRange == null) {
      return true;
    }
    HeaderList dated = response;
    if (!response.contains("date")) {
      dated = response.copy().add("Date", HttpDate.format(now));
    }
    return Validators.ifRangeMatches(ifRange, dated, now.toEpochMilli());
  }

  private static @Nullable Instant date(@Nullable String text, Instant now) {
    return text == null ? null : HttpDate.parse(text, now);
  }

  /**
   * RFC 9110 §14.2: what cannot be read, and what would send more than the whole, gives the whole.
   */
  private static RangeDecision parts(String range, long length) {
    List<ByteRange> asked = ByteRange.parseAll(range, MOST_RANGES);
    if (asked == null) {
      return WHOLE;
    }
    List<Part> parts = new ArrayList<>(asked.size());
    long sum = 0;
    for (ByteRange one : asked) {
      ByteRange.Span span = one.within(length);
      if (span != null) {
        parts.add(new Part(span.from(), span.to()));
        sum += span.to() - span.from();
      }
    }
    if (parts.isEmpty()) {
      return new Unsatisfiable();
    }
    return parts.size() > 1 && sum > length ? WHOLE : new Parts(parts);
  }
}
