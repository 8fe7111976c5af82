package dev.valence.net.cookie;

import java.util.Comparator;

/**
 * Which cookies a request gets, and in which order (RFC 6265bis §5.8.3; Chromium's {@code
 * CookieBase::IncludeForRequestURL} and {@code IsSetPermittedInContext}).
 */
final class CookieMatcher {
  /** Chromium's {@code kLaxAllowUnsafeMaxAge}: two minutes. */
  static final long LAX_ALLOW_UNSAFE_MICROS = 2L * 60 * 1_000_000;

  /** The longest path first, then the oldest cookie. */
  static final Comparator<Cookie> HEADER_ORDER =
      Comparator.<Cookie>comparingInt(cookie -> -cookie.path().length())
          .thenComparingLong(Cookie::creationMicros);

  private CookieMatcher() {}

  /** Whether a cookie of this domain (a dot in front: and below) is for the host (§5.1.3). */
  static boolean domainMatches(String cookieDomain, String host) {
    if (cookieDomain.equals(host)) {
      return true;
    }
    if (cookieDomain.isEmpty() || cookieDomain.charAt(0) != '.') {
      return false;
    }
    int bare = cookieDomain.length() - 1;
    return host.length() == bare
        ? host.regionMatches(0, cookieDomain, 1, bare)
        : host.endsWith(cookieDomain);
  }

  /**
   * Whether a cookie goes with a request, and if not, why not. Its partition is not looked at: the
   * index keeps partitions apart.
   */
  static CookieInclusion forSending(
      Cookie cookie, UrlCookieScope scope, SameSiteContext context, long nowMicros) {
    if (cookie.isExpiredAt(nowMicros)) {
      return CookieInclusion.EXCLUDE_EXPIRED;
    }
    if (!domainMatches(cookie.domain(), scope.host())) {
      return CookieInclusion.EXCLUDE_DOMAIN_MISMATCH;
    }
    if (!CookiePath.matches(cookie.path(), scope.path())) {
      return CookieInclusion.EXCLUDE_NOT_ON_PATH;
    }
    if (cookie.secure() && !scope.maySeeSecure()) {
      return CookieInclusion.EXCLUDE_SECURE_ONLY;
    }
    return sameSiteForSending(cookie, context, nowMicros);
  }

  private static CookieInclusion sameSiteForSending(
      Cookie cookie, SameSiteContext context, long nowMicros) {
    return switch (cookie.sameSite()) {
      case NO_RESTRICTION ->
          cookie.secure()
              ? CookieInclusion.INCLUDE
              : CookieInclusion.EXCLUDE_SAMESITE_NONE_INSECURE;
      case STRICT ->
          context.isAtLeast(SameSiteContext.SAME_SITE_STRICT)
              ? CookieInclusion.INCLUDE
              : CookieInclusion.EXCLUDE_SAMESITE_STRICT;
      case LAX ->
          context.isAtLeast(SameSiteContext.SAME_SITE_LAX)
              ? CookieInclusion.INCLUDE
              : CookieInclusion.EXCLUDE_SAMESITE_LAX;
      case UNSPECIFIED -> {
        // A log-in that POSTs back from another site keeps its fresh cookies (§5.6.7.2).
        boolean fresh = nowMicros - cookie.creationMicros() <= LAX_ALLOW_UNSAFE_MICROS;
        SameSiteContext needed =
            fresh ? SameSiteContext.SAME_SITE_LAX_METHOD_UNSAFE : SameSiteContext.SAME_SITE_LAX;
        yield context.isAtLeast(needed)
            ? CookieInclusion.INCLUDE
            : CookieInclusion.EXCLUDE_SAMESITE_UNSPECIFIED_TREATED_AS_LAX;
      }
    };
  }

  /**
   * Whether a well-formed cookie may be stored from this scope and context; what is already in the
   * store is not looked at.
   *
   * @param throughHttp whether it may be {@code HttpOnly}
   */
  static CookieInclusion forStoring(
      Cookie cookie, UrlCookieScope scope, SameSiteContext context, boolean throughHttp) {
    if (cookie.httpOnly() && !throughHttp) {
      return CookieInclusion.EXCLUDE_HTTP_ONLY;
    }
    if (cookie.secure() && !scope.maySeeSecure()) {
      return CookieInclusion.EXCLUDE_SECURE_ONLY;
    }
    boolean near = context.isAtLeast(SameSiteContext.SAME_SITE_LAX);
    return switch (cookie.sameSite()) {
      case NO_RESTRICTION ->
          cookie.secure()
              ? CookieInclusion.INCLUDE
              : CookieInclusion.EXCLUDE_SAMESITE_NONE_INSECURE;
      case STRICT -> near ? CookieInclusion.INCLUDE : CookieInclusion.EXCLUDE_SAMESITE_STRICT;
      case LAX -> near ? CookieInclusion.INCLUDE : CookieInclusion.EXCLUDE_SAMESITE_LAX;
      case UNSPECIFIED ->
          near
              ? CookieInclusion.INCLUDE
              : CookieInclusion.EXCLUDE_SAMESITE_UNSPECIFIED_TREATED_AS_LAX;
    };
  }

  /**
   * Whether a cookie set from an insecure place would hide or replace a {@code Secure} one (§5.7
   * step 17, "leave secure cookies alone"). Not symmetric: the path of the new cookie must lie on
   * that of the secure one.
   */
  static boolean wouldTouchSecure(Cookie candidate, Cookie stored) {
    return stored.secure()
        && candidate.name().equals(stored.name())
        && isSameOrBelowEither(candidate, stored)
        && CookiePath.matches(stored.path(), candidate.path());
  }

  private static boolean isSameOrBelowEither(Cookie one, Cookie other) {
    String first = withoutDot(one.domain());
    String second = withoutDot(other.domain());
    return domainMatches("." + first, second) || domainMatches("." + second, first);
  }

  static String withoutDot(String domain) {
    return domain.startsWith(".") ? domain.substring(1) : domain;
  }
}
