package dev.valence.net.url;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several patterns made ready to be asked often: those with a host are found by it, so that a
 * thousand of them cost little more than one, and nothing is allocated. Immutable.
 */
public final class UrlPatternSet {
  private static final UrlPattern[] NONE = {};

  /** The patterns of one host or domain, in the chain of their place in the table. */
  private record Entry(String host, int hash, UrlPattern[] patterns, @Nullable Entry next) {}

  private final @Nullable Entry[] table;
  private final UrlPattern[] anyHost;
  private final boolean all;

  private UrlPatternSet(Collection<UrlPattern> patterns) {
    Map<String, List<UrlPattern>> hosts = new LinkedHashMap<>();
    List<UrlPattern> hostless = new ArrayList<>();
    for (UrlPattern pattern : patterns) {
      if (pattern.isAnyHost()) {
        hostless.add(pattern);
      } else {
        hosts.computeIfAbsent(pattern.host(), host -> new ArrayList<>(1)).add(pattern);
      }
    }
    this.table = tableOf(hosts);
    this.anyHost = hostless.toArray(NONE);
    this.all = patterns.contains(UrlPattern.ALL_URLS);
  }

  private static @Nullable Entry[] tableOf(Map<String, List<UrlPattern>> hosts) {
    if (hosts.isEmpty()) {
      return new @Nullable Entry[0];
    }
    @Nullable Entry[] table =
        new @Nullable Entry[Integer.highestOneBit(Math.max(2, hosts.size())) * 2];
    hosts.forEach(
        (host, patterns) -> {
          int hash = 0;
          for (int i = host.length() - 1; i >= 0; i--) {
            hash = 31 * hash + host.charAt(i);
          }
          int place = place(hash, table.length);
          table[place] = new Entry(host, hash, patterns.toArray(NONE), table[place]);
        });
    return table;
  }

  private static int place(int hash, int length) {
    return (hash ^ hash >>> 16) & length - 1;
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
    String host = table.length == 0 ? null : url.host();
    return host != null && matchesHost(url, UrlPattern.withoutFinalDot(host));
  }

  /** From the last label to the first: the hash of each domain above the host is on the way. */
  private boolean matchesHost(Url url, String host) {
    int hash = 0;
    for (int i = host.length() - 1; i >= 0; i--) {
      char c = host.charAt(i);
      if (c == '.' && !url.isHostAnIpAddress() && matchesAt(url, host, i + 1, hash)) {
        return true;
      }
      hash = 31 * hash + c;
    }
    return matchesAt(url, host, 0, hash);
  }

  private boolean matchesAt(Url url, String host, int from, int hash) {
    int length = host.length() - from;
    for (Entry entry = table[place(hash, table.length)]; entry != null; entry = entry.next()) {
      if (entry.hash() == hash
          && entry.host().length() == length
          && host.startsWith(entry.host(), from)
          && matches(entry.patterns(), url, from > 0)) {
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
