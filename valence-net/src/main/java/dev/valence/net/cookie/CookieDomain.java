package dev.valence.net.cookie;

import dev.valence.net.site.PublicSuffixList;
import dev.valence.net.url.Url;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The domain of a cookie (RFC 6265bis §5.7 steps 8 to 10; Chromium's {@code
 * GetCookieDomainWithString}).
 *
 * @param inclusion {@link CookieInclusion#INCLUDE}, or why the attribute is refused
 * @param domain the cookie's domain, with a leading dot for a domain cookie; empty when refused
 */
record CookieDomain(CookieInclusion inclusion, String domain) {
  private static final CookieDomain INVALID =
      new CookieDomain(CookieInclusion.EXCLUDE_INVALID_DOMAIN, "");
  private static final CookieDomain NON_ASCII =
      new CookieDomain(CookieInclusion.EXCLUDE_DOMAIN_NON_ASCII, "");

  /**
   * The domain that a URL's cookie gets.
   *
   * @param attribute the {@code Domain} attribute, empty or null for none
   */
  static CookieDomain of(Url url, @Nullable String attribute, PublicSuffixList suffixes) {
    String host = url.host();
    if (host == null || host.isEmpty() || host.endsWith("..")) {
      return INVALID;
    }
    if (attribute == null || attribute.isEmpty()) {
      return included(host);
    }
    if (!CookieText.isAscii(attribute)) {
      return NON_ASCII;
    }
    String asked = attribute.toLowerCase(Locale.ROOT);
    String bare = CookieMatcher.withoutDot(asked);
    String registrable = registrableDomain(url, host, suffixes);
    if (bare.equals(host) && (registrable == null || url.isHostAnIpAddress())) {
      // An address, a name without dots or a public suffix may name itself: a host cookie.
      return included(host);
    }
    if (registrable == null || bare.isEmpty() || bare.indexOf('%') >= 0) {
      return INVALID;
    }
    String domain = "." + bare;
    boolean belowRegistrable =
        bare.equals(registrable) || (bare.endsWith("." + registrable) && !bare.startsWith("."));
    return belowRegistrable && CookieMatcher.domainMatches(domain, host)
        ? included(domain)
        : INVALID;
  }

  /**
   * The key under which the store keeps the cookies of a domain or host, by which it also counts
   * them: the registrable domain, or the host where there is none.
   */
  static String keyOf(String domainOrHost, PublicSuffixList suffixes) {
    String host = CookieMatcher.withoutDot(domainOrHost);
    String registrable = suffixes.registrableDomain(host);
    return registrable == null ? host : registrable;
  }

  private static @Nullable String registrableDomain(
      Url url, String host, PublicSuffixList suffixes) {
    return switch (url.scheme()) {
      case "http", "https", "ws", "wss" -> suffixes.registrableDomain(host);
      // The host of an application's own scheme is a name of its own, without suffixes.
      default -> host;
    };
  }

  private static CookieDomain included(String domain) {
    return new CookieDomain(CookieInclusion.INCLUDE, domain);
  }
}
