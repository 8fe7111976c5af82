package dev.valence.net.internal.cache.rules;

import dev.valence.net.http.HeaderList;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Entity tags and modification dates (RFC 9110 §8.8 and §13). */
public final class Validators {
  private static final Duration STRONG_AFTER = Duration.ofSeconds(60);

  private Validators() {}

  /** Whether the server can be asked if a stored response still holds. */
  public static boolean has(HeaderList response) {
    return response.contains("etag") || response.contains("last-modified");
  }

  /** Adds what asks whether the stored response still holds (RFC 9111 §4.3.1). */
  public static void addConditions(HeaderList stored, HeaderList request) {
    String etag = stored.get("etag");
    if (etag != null) {
      request.set("If-None-Match", etag);
    }
    String modified = stored.get("last-modified");
    if (modified != null) {
      request.set("If-Modified-Since", modified);
    }
  }

  /** Takes back what {@link #addConditions} added. */
  public static void removeConditions(HeaderList request) {
    request.remove("if-none-match");
    request.remove("if-modified-since");
  }

  /**
   * The validator that proves two responses to be the same byte by byte: a strong entity tag, or a
   * {@code Last-Modified} a minute or more before {@code Date} (RFC 9110 §8.8.2.2; Chromium's
   * {@code HasStrongValidators}).
   *
   * @return the value for {@code If-Range}, or null
   */
  public static @Nullable String strong(HeaderList response, long nowMillis) {
    String etag = response.get("etag");
    if (etag != null && isStrongTag(etag)) {
      return etag;
    }
    return strongDate(response, nowMillis);
  }

  private static @Nullable String strongDate(HeaderList response, long nowMillis) {
    Instant modified = Freshness.date(response, "last-modified", nowMillis);
    Instant date = Freshness.date(response, "date", nowMillis);
    return modified != null && date != null && !modified.plus(STRONG_AFTER).isAfter(date)
        ? response.get("last-modified")
        : null;
  }

  /** Whether an {@code If-Range} of a user names this response (RFC 9110 §13.1.5). */
  public static boolean ifRangeMatches(String ifRange, HeaderList response, long nowMillis) {
    String value = ifRange.strip();
    String etag = response.get("etag");
    if (value.startsWith("\"") || value.startsWith("W/")) {
      return isStrongTag(value) && value.equals(etag);
    }
    return value.equals(response.get("last-modified")) && strongDate(response, nowMillis) != null;
  }

  /**
   * Whether an {@code If-Match} or {@code If-None-Match} names this response (RFC 9110 §13.1.1,
   * §13.1.2).
   *
   * @param strongly by the strong comparison of §8.8.3.2, else by the weak one
   */
  public static boolean names(String tags, @Nullable String etag, boolean strongly) {
    if (tags.strip().equals("*")) {
      return true;
    }
    if (etag == null || strongly && !isStrongTag(etag)) {
      return false;
    }
    for (String tag : FieldLists.split(tags)) {
      if (strongly ? tag.equals(etag) : weak(tag).equals(weak(etag))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a later response to the same request can be told to be of the same representation: no
   * validator that both have differs (RFC 9111 §4.3.5 and §3.4).
   */
  public static boolean agree(HeaderList stored, HeaderList later) {
    return agree("etag", stored, later) && agree("last-modified", stored, later);
  }

  /** Whether a 304 names the stored response: the same entity tag or, without one, date. */
  public static boolean share(HeaderList stored, HeaderList notModified) {
    String etag = notModified.get("etag");
    if (etag != null) {
      return weak(etag).equals(weak(stored.get("etag")));
    }
    String modified = notModified.get("last-modified");
    return modified != null && modified.equals(stored.get("last-modified"));
  }

  /** RFC 9110 §8.8.3.2, the weak comparison. */
  private static String weak(@Nullable String etag) {
    return etag == null ? "" : etag.startsWith("W/") ? etag.substring(2) : etag;
  }

  private static boolean agree(String name, HeaderList stored, HeaderList later) {
    String one = stored.get(name);
    String other = later.get(name);
    return one == null || other == null || one.equals(other);
  }

  private static boolean isStrongTag(String etag) {
    return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"");
  }
}
