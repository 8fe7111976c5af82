package dev.valence.net.site;

import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * A schemeful site (HTML standard §7.1.1, "obtain a site"): the scheme and the registrable domain
 * of an origin, or its host where there is no such domain. As in Chromium, ws counts as http and
 * wss as https.
 *
 * <p>The site of an opaque origin is the same as no other. Immutable; any thread may use it.
 */
public final class Site {
  private final Origin origin;

  private Site(Origin origin) {
    this.origin = origin;
  }

  /** The site of the URL's origin. */
  public static Site of(Url url) {
    return of(url.origin());
  }

  /** The site of the origin. */
  public static Site of(Origin origin) {
    if (origin.isOpaque()) {
      return new Site(origin);
    }
    String scheme =
        switch (origin.scheme()) {
          case "ws" -> "http";
          case "wss" -> "https";
          default -> origin.scheme();
        };
    String domain = PublicSuffixList.bundled().registrableDomain(origin.host());
    return new Site(Origin.of(scheme, domain == null ? origin.host() : domain, -1));
  }

  /** Whether both are the same site. */
  public boolean isSameSite(Site other) {
    return equals(other);
  }

  /** The scheme; "" when opaque. */
  public String scheme() {
    return origin.scheme();
  }

  /** The registrable domain, or the host where there is none; "" when opaque. */
  public String registrableDomainOrHost() {
    return origin.host();
  }

  /** Whether the site is the same as no other. */
  public boolean isOpaque() {
    return origin.isOpaque();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Site site && origin.equals(site.origin);
  }

  @Override
  public int hashCode() {
    return origin.hashCode();
  }

  /** Such as {@code https://example.com}; "null" when opaque. */
  @Override
  public String toString() {
    return origin.toString();
  }
}
