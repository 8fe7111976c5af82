package dev.valence.net.cookie;

import dev.valence.net.site.Site;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * One hop of a request as the cookie rules see it: where it goes, from what context, and in which
 * partition. Immutable; make a new one for each hop of a redirect.
 */
public final class CookieAccess {
  private final Url url;
  private final UrlCookieScope scope;
  private final SameSiteContext sending;
  private final SameSiteContext storing;
  private final @Nullable CookiePartitionKey partitionKey;
  private final boolean ownPartition;

  private CookieAccess(
      Url url,
      SameSiteContext sending,
      SameSiteContext storing,
      @Nullable CookiePartitionKey partitionKey,
      boolean ownPartition) {
    this.url = url;
    this.scope = UrlCookieScope.of(url);
    this.sending = sending;
    this.storing = storing;
    this.partitionKey = partitionKey;
    this.ownPartition = ownPartition;
  }

  /**
   * A request of the host application itself: same-site with whatever it goes to, in the partition
   * of that site, as if the user had typed the URL.
   */
  public static CookieAccess ofHost(Url url) {
    return new CookieAccess(
        url, SameSiteContext.SAME_SITE_STRICT, SameSiteContext.SAME_SITE_LAX, null, true);
  }

  /**
   * A request of a page, or one that acts for an origin.
   *
   * @param url the URL of this hop
   * @param siteForCookies the site of the top-level page; null for the host application's request
   * @param initiator the origin that caused the request; null for the host application or the user
   * @param method the method of this hop
   * @param mainFrameNavigation whether the response becomes a top-level page
   * @param partitionKey the partition; null for none
   */
  public static CookieAccess of(
      Url url,
      @Nullable Site siteForCookies,
      @Nullable Origin initiator,
      String method,
      boolean mainFrameNavigation,
      @Nullable CookiePartitionKey partitionKey) {
    return new CookieAccess(
        url,
        SameSiteContext.forRequest(url, siteForCookies, initiator, method, mainFrameNavigation),
        SameSiteContext.forResponse(url, siteForCookies, initiator, mainFrameNavigation),
        partitionKey,
        false);
  }

  /** The URL of this hop. */
  public Url url() {
    return url;
  }

  /** The context in which cookies are sent. */
  public SameSiteContext sending() {
    return sending;
  }

  /** The context in which cookies are stored. */
  public SameSiteContext storing() {
    return storing;
  }

  /** The partition whose cookies belong to the request; null for none. */
  public @Nullable CookiePartitionKey partitionKey() {
    // Worked out when asked: most requests meet no partitioned cookie.
    if (!ownPartition) {
      return partitionKey;
    }
    Site site = Site.of(url);
    return site.isOpaque() ? null : new CookiePartitionKey(site.toString(), false);
  }

  UrlCookieScope scope() {
    return scope;
  }
}
