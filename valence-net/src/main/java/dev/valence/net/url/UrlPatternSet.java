package dev.valence.net.url;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Several patterns made ready to be asked often: those with a host are found by it, so that a
 * thousand of them cost little more than one. Immutable.
 */
public final class UrlPatternSet {
  private static final UrlPattern[] NONE = {};

  private final Map<String, UrlPattern[]> byHost;
  private final UrlPattern[] anyHost;
  private final boolean all;
  private final boolean subdomains;

  private UrlPatternSet(Collection<UrlPattern> patterns) {
    Map<String, List<UrlPattern>> hosts = new HashMap<>();
    List<UrlPattern> hostless = new ArrayList<>();
    for (UrlPattern pattern : patterns) {
      if (pattern.isAnyHost()) {
        hostless.add(pattern);
      } else {
        hosts.computeIfAbsent(pattern.host(), host -> new ArrayList<>(1)).add(pattern);
      }
    }
    this.byHost = new HashMap<>();
    hosts.forEach((host, list) -> byHost.put(host, list.toArray(NONE)));
    this.anyHost = hostless.toArray(NONE);
    this.all = patterns.contains(UrlPattern.ALL_URLS);
    this.subdomains = patterns.stream().anyMatch(UrlPattern::matchesSubdomains);
  }

  /** A set of these patterns; the empty one matches nothing. */
  public static UrlPatternSet of(Collection<UrlPattern> patterns) {
    return new UrlPatternSet(patterns);
  }

  /** Whether one of the patterns matches. */
  public boolean matches(Url url) {
    if (all) {
      return true;
    }
    for (UrlPattern pattern : anyHost) {
      if (pattern.matches(url)) {
        return true;
      }
    }
    String host = url.host();
    if (byHost.isEmpty() || host == null) {
      return false;
    }
    host = UrlPattern.withoutFinalDot(host);
    if (matches(byHost.getOrDefault(host, NONE), url, false)) {
      return true;
    }
    if (!subdomains || url.isHostAnIpAddress()) {
      return false;
    }
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (matches(byHost.getOrDefault(host.substring(dot + 1), NONE), url, true)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(UrlPattern[] patterns, Url url, boolean isSubdomain) {
    for (UrlPattern pattern : patterns) {
      if ((!isSubdomain || pattern.matchesSubdomains())
          && pattern.matchesScheme(url.scheme())
          && pattern.matchesPortAndPath(url)) {
        return true;
      }
    }
    return false;
  }
}
