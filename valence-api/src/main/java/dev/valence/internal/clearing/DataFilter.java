package dev.valence.internal.clearing;

import dev.valence.clearing.ClearDataOptions;
import dev.valence.net.HttpCache;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.site.PublicSuffixList;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose data goes (Chromium's {@code BrowsingDataFilterBuilder}): that of some origins, or that of
 * all others. Pure functions.
 */
final class DataFilter {
  private final Set<Origin> origins;
  private final Set<String> domains;
  private final boolean others;

  private DataFilter(List<Origin> origins, boolean others) {
    this.origins = Set.copyOf(origins);
    this.domains =
        origins.stream()
            .filter(origin -> !origin.isOpaque())
            .map(origin -> domainOf(origin.host()))
            .collect(Collectors.toUnmodifiableSet());
    this.others = others;
  }

  static DataFilter of(ClearDataOptions options) {
    return options.origins().isEmpty()
        ? new DataFilter(options.excludeOrigins(), true)
        : new DataFilter(options.origins(), false);
  }

  /** Whether everybody's data goes. */
  boolean matchesAll() {
    return others && origins.isEmpty();
  }

  /** Cookies and what is learned of hosts: by registrable domain. */
  boolean matchesHost(String host) {
    return domains.contains(domainOf(host)) != others;
  }

  boolean matchesCookie(Cookie cookie) {
    return matchesHost(cookie.domain());
  }

  /** Responses: by the origin they came from. */
  boolean matches(HttpCache.Entry entry) {
    return origins.contains(Url.parse(entry.url()).origin()) != others;
  }

  private static String domainOf(String host) {
    String name = host.startsWith(".") ? host.substring(1) : host;
    String domain = PublicSuffixList.bundled().registrableDomain(name);
    return domain == null ? name : domain;
  }
}
