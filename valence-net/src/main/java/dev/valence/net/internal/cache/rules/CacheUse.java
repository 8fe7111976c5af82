package dev.valence.net.internal.cache.rules;

import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import org.jspecify.annotations.Nullable;

/**
 * How one request uses the cache: Fetch's cache mode (§4.6 "HTTP-network-or-cache fetch") and what
 * the asker's own fields say (Chromium's {@code HttpCache::Transaction::SetRequest}; RFC 9111
 * §5.2.1).
 *
 * @param reads whether stored responses may answer
 * @param writes whether the response may be stored
 * @param check when a stored response has to be confirmed by the server
 * @param network whether the server may be asked
 * @param external the asker checks a copy of its own: a 304 is for the asker
 * @param range the one range of bytes that is asked for
 * @param control the directives of the request
 * @param reason why the cache is passed by or bound, for the net log; empty for the ordinary
 */
public record CacheUse(
    boolean reads,
    boolean writes,
    Check check,
    boolean network,
    boolean external,
    @Nullable ByteRange range,
    CacheControl control,
    String reason) {

  /** When a stored response has to be confirmed. */
  public enum Check {
    /** When it is stale. */
    WHEN_STALE,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  private static final HeaderList NO_FIELDS = new HeaderList(1);

  /** An ordinary GET without fields of its own. */
  public static final CacheUse ORDINARY = of("GET", NO_FIELDS, false, CacheMode.DEFAULT);

  /** Neither reads nor writes. */
  private static CacheUse none(String reason) {
    return new CacheUse(
        false, false, Check.ALWAYS, true, false, null, CacheControl.of(NO_FIELDS), reason);
  }

  /**
   * Decides.
   *
   * @param headers the request's fields
   * @param hasBody whether the request carries a body
   */
  public static CacheUse of(String method, HeaderList headers, boolean hasBody, CacheMode mode) {
    if (mode == CacheMode.NO_STORE) {
      return none("cache mode no-store");
    }
    boolean isGet = method.equals("GET");
    if (!isGet && !method.equals("HEAD")) {
      return none("method " + method);
    }
    if (hasBody) {
      return none("the request has a body");
    }
    if (headers.contains("if-match") || headers.contains("if-unmodified-since")) {
      return none("the request's own condition");
    }
    CacheControl control = CacheControl.of(headers);
    ByteRange range = null;
    String rangeField = headers.get("range");
    if (rangeField != null) {
      range = isGet ? ByteRange.parse(rangeField) : null;
      if (range == null) {
        return none("ranges that are not served from the cache");
      }
    } else if (headers.contains("if-range")) {
      return none("If-Range without Range");
    }
    if (headers.contains("if-none-match") || headers.contains("if-modified-since")) {
      return range == null && isGet
          ? new CacheUse(
              false, true, Check.ALWAYS, true, true, null, control, "the request's own validation")
          : none("the request's own validation");
    }
    return byMode(mode, headers, control, isGet, range);
  }

  private static CacheUse byMode(
      CacheMode mode,
      HeaderList headers,
      CacheControl control,
      boolean isGet,
      @Nullable ByteRange range) {
    boolean reads = true;
    boolean network = true;
    Check check = Check.WHEN_STALE;
    String reason = "";
    switch (mode) {
      case RELOAD -> {
        reads = false;
        reason = "cache mode reload";
      }
      case NO_CACHE -> {
        check = Check.ALWAYS;
        reason = "cache mode no-cache";
      }
      case FORCE_CACHE -> {
        check = Check.NEVER;
        reason = "cache mode force-cache";
      }
      case ONLY_IF_CACHED -> {
        check = Check.NEVER;
        network = false;
        reason = "cache mode only-if-cached";
      }
      default -> {
        if (control.has("only-if-cached")) {
          network = false;
          reason = "only-if-cached in the request";
        } else if (control.has("no-store")) {
          reads = false;
          reason = "no-store in the request";
        } else if (control.has("no-cache") || asksForNoCache(headers, control)) {
          check = Check.ALWAYS;
          reason = "no-cache in the request";
        }
      }
    }
    boolean writes = isGet && !control.has("no-store");
    return new CacheUse(reads, writes, check, network, false, range, control, reason);
  }

  /** RFC 9111 §5.4: {@code Pragma} speaks where {@code Cache-Control} is silent. */
  private static boolean asksForNoCache(HeaderList headers, CacheControl control) {
    return headers.contains("pragma")
        && !headers.contains("cache-control")
        && headers.getAll("pragma").stream().anyMatch("no-cache"::equalsIgnoreCase);
  }

  /**
   * Adds the fields by which a cache mode reaches the caches between here and the server (Fetch
   * §4.6).
   */
  public static void addModeFields(CacheMode mode, HeaderList request) {
    switch (mode) {
      case NO_STORE, RELOAD -> {
        if (!request.contains("pragma")) {
          request.add("Pragma", "no-cache");
        }
        if (!request.contains("cache-control")) {
          request.add("Cache-Control", "no-cache");
        }
      }
      case NO_CACHE -> {
        if (!request.contains("cache-control")) {
          request.add("Cache-Control", "max-age=0");
        }
      }
      default -> {}
    }
  }
}
