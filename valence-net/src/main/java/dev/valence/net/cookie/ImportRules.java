package dev.valence.net.cookie;

import dev.valence.net.site.PublicSuffixList;
import dev.valence.net.url.Url;

/**
 * What must hold of a cookie that comes without a URL, such as one from a file: what a server could
 * have set (Chromium's {@code CanonicalCookie::IsCanonical}, with the rules of {@code Set-Cookie}).
 */
public final class ImportRules {
  private ImportRules() {}

  /**
   * Refuses a cookie that no server could have set.
   *
   * @throws CookieException with the reason
   */
  public static void requireStorable(Cookie cookie) {
    require(CookieText.checkNameValue(cookie.name(), cookie.value()));
    require(isDomain(cookie), CookieInclusion.EXCLUDE_INVALID_DOMAIN);
    require(isPath(cookie.path()), CookieInclusion.EXCLUDE_FAILURE_TO_STORE);
    require(
        CookiePrefix.isKept(
            cookie.name(),
            cookie.value(),
            cookie.secure(),
            cookie.secure(),
            !cookie.hostOnly(),
            cookie.path()),
        CookieInclusion.EXCLUDE_INVALID_PREFIX);
    require(
        cookie.secure() || cookie.sameSite() != SameSite.NO_RESTRICTION,
        CookieInclusion.EXCLUDE_SAMESITE_NONE_INSECURE);
    require(
        cookie.secure() || cookie.partitionKey() == null,
        CookieInclusion.EXCLUDE_INVALID_PARTITIONED);
  }

  /** A canonical host; below which, for a domain cookie, one can register no names. */
  private static boolean isDomain(Cookie cookie) {
    String host = CookieMatcher.withoutDot(cookie.domain());
    Url url = Url.tryParse("http://" + host + "/");
    return url != null
        && host.equals(url.host())
        && (cookie.hostOnly() || PublicSuffixList.bundled().registrableDomain(host) != null);
  }

  private static boolean isPath(String path) {
    return path.startsWith("/")
        && path.indexOf(';') < 0
        && !CookieText.hasControl(path)
        && !CookieText.exceeds(path, "", CookieText.MAX_ATTRIBUTE_BYTES);
  }

  private static void require(boolean holds, CookieInclusion otherwise) {
    require(holds ? CookieInclusion.INCLUDE : otherwise);
  }

  private static void require(CookieInclusion inclusion) {
    if (!inclusion.isIncluded()) {
      throw CookieException.notStored(inclusion);
    }
  }
}
