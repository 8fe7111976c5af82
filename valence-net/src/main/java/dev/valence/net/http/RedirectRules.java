package dev.valence.net.http;

import dev.valence.net.NetError;
import dev.valence.net.http.RedirectDecision.Next;
import dev.valence.net.http.RedirectDecision.NotARedirect;
import dev.valence.net.http.RedirectDecision.Refused;
import dev.valence.net.url.Url;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a redirect leads and what the next hop carries (Fetch §4.4 "HTTP-redirect fetch",
 * Chromium's {@code RedirectInfo} and {@code IsSafeRedirectTarget}). Pure functions; any thread.
 */
public final class RedirectRules {
  /** How many redirects are followed in a row (Fetch §4.4 step 7; Chromium's kMaxRedirects). */
  public static final int MAX_REDIRECTS = 20;

  /** Schemes that no server may lead to: local data, and pages of the browser itself. */
  private static final Set<String> UNSAFE_SCHEMES =
      Set.of(
          "about", "blob", "chrome", "chrome-untrusted", "data", "devtools", "file", "filesystem");

  private static final NotARedirect NOT_A_REDIRECT = new NotARedirect();

  private RedirectRules() {}

  /** Whether the status is a redirect status: 301, 302, 303, 307 or 308 (Fetch §2.2.3). */
  public static boolean isRedirectStatus(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /**
   * Decides what a response means for the request.
   *
   * @param status the response's status
   * @param responseHeaders its headers, bytes read as Latin-1
   * @param method the request's method
   * @param url the request's URL
   * @param followed how many redirects this request has followed before
   */
  public static RedirectDecision decide(
      int status, HeaderList responseHeaders, String method, Url url, int followed) {
    if (!isRedirectStatus(status)) {
      return NOT_A_REDIRECT;
    }
    List<String> locations = responseHeaders.getAll("Location");
    if (locations.stream().distinct().count() > 1) {
      return new Refused(
          NetError.RESPONSE_HEADERS_MULTIPLE_LOCATION,
          "the redirect names " + locations.size() + " different targets");
    }
    // A redirect to nowhere is an ordinary response (Chromium's HttpResponseHeaders::IsRedirect).
    if (locations.isEmpty() || locations.get(0).isBlank()) {
      return NOT_A_REDIRECT;
    }
    if (followed >= MAX_REDIRECTS) {
      return new Refused(
          NetError.TOO_MANY_REDIRECTS, "gave up after " + MAX_REDIRECTS + " redirects");
    }
    Url target = target(url, locations.get(0));
    if (target == null) {
      return new Refused(
          NetError.INVALID_REDIRECT,
          "the redirect's Location is no URL: " + Escaped.of(locations.get(0)));
    }
    if (!isSafe(url, target)) {
      return new Refused(
          NetError.UNSAFE_REDIRECT, "a redirect may not lead to " + target.scheme() + ":");
    }
    return next(status, method, url, target);
  }

  /**
   * The method of the hop after a redirect (Fetch §4.4 step 12): GET where a POST meets 301 or 302,
   * and where anything but HEAD meets 303.
   */
  public static String methodAfter(int status, String method) {
    boolean becomesGet =
        ((status == 301 || status == 302) && method.equals("POST"))
            || (status == 303 && !method.equals("HEAD"));
    return becomesGet ? "GET" : method;
  }

  private static Next next(int status, String method, Url url, Url target) {
    String nextMethod = methodAfter(status, method);
    return new Next(
        target,
        nextMethod,
        !nextMethod.equals(method),
        !url.origin().equals(target.origin()),
        PotentiallyTrustworthy.isTrustworthy(url) && !PotentiallyTrustworthy.isTrustworthy(target));
  }

  /** The target, with the request's fragment where it names none (Fetch §2.2.6 "location URL"). */
  private static @Nullable Url target(Url url, String location) {
    Url target = Url.tryParse(asciiOnly(location), url);
    String fragment = url.fragment();
    if (target == null || fragment == null || target.fragment() != null) {
      return target;
    }
    return Url.tryParse(target.href() + "#" + fragment);
  }

  /**
   * Only a file may lead to a file. Schemes that nobody handles pass here and fail where the next
   * hop looks for a handler (Chromium's {@code IsSafeRedirectTarget}).
   */
  private static boolean isSafe(Url from, Url to) {
    if (!UNSAFE_SCHEMES.contains(to.scheme())) {
      return true;
    }
    return to.scheme().equals("file") && from.scheme().equals("file");
  }

  /**
   * Percent-encodes every byte outside ASCII as it came, so that the URL parser sees the server's
   * bytes whatever their encoding (Chromium's {@code HttpResponseHeaders::IsRedirect}).
   */
  private static String asciiOnly(String location) {
    int length = location.length();
    int i = 0;
    while (i < length && location.charAt(i) < 0x80) {
      i++;
    }
    if (i == length) {
      return location;
    }
    StringBuilder ascii = new StringBuilder(length + 32);
    for (byte b : location.getBytes(bytesOf(location))) {
      if (b >= 0) {
        ascii.append((char) b);
      } else {
        ascii.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
      }
    }
    return ascii.toString();
  }

  /** Latin-1 for bytes off the wire; UTF-8 for text that a program wrote. */
  private static Charset bytesOf(String location) {
    return location.chars().allMatch(c -> c <= 0xFF)
        ? StandardCharsets.ISO_8859_1
        : StandardCharsets.UTF_8;
  }
}
