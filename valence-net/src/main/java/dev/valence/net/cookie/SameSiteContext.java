package dev.valence.net.cookie;

import dev.valence.net.site.Site;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * How close a request is to the site it goes to (RFC 6265bis §5.2), from farthest to closest.
 *
 * <p>Sites are compared with their schemes, ws counting as http and wss as https. As in Chromium,
 * the URLs that a request was redirected from do not count: the rule of RFC 6265bis that they
 * should is off there, because it broke sites.
 */
public enum SameSiteContext {
  /** From another site: only {@code SameSite=None} cookies. */
  CROSS_SITE,
  /** A top-level navigation from another site by an unsafe method, such as a POSTed form. */
  SAME_SITE_LAX_METHOD_UNSAFE,
  /** A top-level navigation from another site by GET or another safe method. */
  SAME_SITE_LAX,
  /** From the same site, or from the host application itself. */
  SAME_SITE_STRICT;

  /** Whether a cookie that asks for {@code needed} may be used in this context. */
  boolean isAtLeast(SameSiteContext needed) {
    return compareTo(needed) >= 0;
  }

  /**
   * The context in which cookies are chosen for a request (Chromium's {@code
   * ComputeSameSiteContextForRequest}).
   *
   * @param url the URL the request goes to now, after redirects
   * @param siteForCookies the site of the top-level page; null for the host application's own
   *     request, which counts as the site it goes to
   * @param initiator the origin that caused the request; null for the host application or the user
   * @param method the method the request has now
   * @param mainFrameNavigation whether the response becomes a top-level page
   */
  public static SameSiteContext forRequest(
      Url url,
      @Nullable Site siteForCookies,
      @Nullable Origin initiator,
      String method,
      boolean mainFrameNavigation) {
    SameSiteContext context = of(url, siteForCookies, initiator, mainFrameNavigation);
    return context == SAME_SITE_LAX && !isSafe(method) ? SAME_SITE_LAX_METHOD_UNSAFE : context;
  }

  /**
   * The context in which the cookies of a response are stored (Chromium's {@code
   * ComputeSameSiteContextForResponse}): never above {@link #SAME_SITE_LAX}, which is enough to
   * store any cookie. A top-level page may always set its cookies.
   */
  public static SameSiteContext forResponse(
      Url url,
      @Nullable Site siteForCookies,
      @Nullable Origin initiator,
      boolean mainFrameNavigation) {
    SameSiteContext context = of(url, siteForCookies, initiator, mainFrameNavigation);
    return context == SAME_SITE_STRICT ? SAME_SITE_LAX : context;
  }

  private static SameSiteContext of(
      Url url,
      @Nullable Site siteForCookies,
      @Nullable Origin initiator,
      boolean mainFrameNavigation) {
    if (siteForCookies == null && initiator == null) {
      return SAME_SITE_STRICT;
    }
    Site target = Site.of(url);
    if (siteForCookies != null && !siteForCookies.isSameSite(target)) {
      return CROSS_SITE;
    }
    if (initiator == null || Site.of(initiator).isSameSite(target)) {
      return SAME_SITE_STRICT;
    }
    return mainFrameNavigation ? SAME_SITE_LAX : CROSS_SITE;
  }

  /** RFC 9110 §9.2.1. */
  private static boolean isSafe(String method) {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }
}
