package dev.valence.net.internal.cache.rules;

import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import org.jspecify.annotations.Nullable;

/** Which responses a private cache stores (RFC 9111 §3). */
public final class Storability {
  private Storability() {}

  /**
   * Why the whole response to a GET is not stored.
   *
   * @return the reason, or null when it is stored
   */
  public static @Nullable String refusal(CacheControl request, ResponseHead response) {
    int status = response.status();
    HeaderList headers = response.headers();
    CacheControl control = CacheControl.of(headers);
    if (status < 200 || status == 206 || status == 304 || status == 416) {
      return "status " + status + " is no whole response";
    }
    if (status == 401 || status == 407) {
      return "status " + status + " asks for a login";
    }
    if (request.has("no-store")) {
      return "no-store in the request";
    }
    if (control.has("must-understand")) {
      // RFC 9111 §5.2.2.3: then no-store is for those who do not know the status code.
      if (!isUnderstood(status)) {
        return "must-understand with the unknown status " + status;
      }
    } else if (control.has("no-store")) {
      return "no-store in the response";
    }
    if (VaryRules.namesEverything(headers)) {
      return "Vary: *";
    }
    boolean explicit =
        control.has("public")
            || control.has("private")
            || control.has("max-age")
            || control.has("no-cache")
            || headers.contains("expires");
    if (!explicit && !isHeuristicallyCacheable(status)) {
      return "status " + status + " without a stated lifetime";
    }
    return null;
  }

  /** Whether a response that is not stored makes what was stored before it out of date. */
  public static boolean outdatesStored(int status) {
    return status != 206 && status != 304 && status != 401 && status != 407 && status < 500;
  }

  /**
   * The length of the body that a head states.
   *
   * @return -1 when it states none
   */
  public static long statedLength(ResponseHead head) {
    if (head.status() == 204 || head.status() == 205) {
      return 0;
    }
    String length = head.headers().get("content-length");
    if (length == null || length.length() > 18 || head.headers().contains("transfer-encoding")) {
      return -1;
    }
    for (int i = 0; i < length.length(); i++) {
      if (length.charAt(i) < '0' || length.charAt(i) > '9') {
        return -1;
      }
    }
    return length.isEmpty() ? -1 : Long.parseLong(length);
  }

  /**
   * Whether the body is read even when its asker drops it: there is none, or it is that of a
   * redirect, which nobody reads.
   */
  public static boolean isReadWithoutReader(ResponseHead head, long length) {
    return length == 0
        || head.status() >= 300 && head.status() < 400 && head.headers().contains("location");
  }

  /** RFC 9110 §15.1. */
  public static boolean isHeuristicallyCacheable(int status) {
    return switch (status) {
      case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  /** Final status codes of RFC 9110 §15, whose caching rules this cache keeps. */
  private static boolean isUnderstood(int status) {
    return switch (status) {
      case 200, 201, 202, 203, 204, 205, 300, 301, 302, 303, 305, 307, 308 -> true;
      case 400, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 417 -> true;
      case 421, 422, 426, 500, 501, 502, 503, 504, 505 -> true;
      default -> false;
    };
  }
}
