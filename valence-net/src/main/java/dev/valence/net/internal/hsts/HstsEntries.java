package dev.valence.net.internal.hsts;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The hosts that are only spoken to over TLS. Bounded. Not thread-safe.
 *
 * <p>Hosts are as a URL serialises them, less a trailing dot.
 */
final class HstsEntries {
  static final int MAX_ENTRIES = 10_000;

  /** What one host has asked for. */
  record Entry(String host, long expiryMillis, boolean includeSubDomains) {}

  private final Map<String, Entry> byHost = new HashMap<>();

  /** RFC 6797 §8.2: the host itself, or one above it that includes what is below. */
  boolean covers(String host, long now) {
    if (byHost.isEmpty()) {
      return false;
    }
    String name = bare(host);
    Entry own = byHost.get(name);
    if (own != null && own.expiryMillis > now) {
      return true;
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      Entry above = byHost.get(name.substring(dot + 1));
      if (above != null && above.includeSubDomains && above.expiryMillis > now) {
        return true;
      }
    }
    return false;
  }

  /** Follows what a host has said (RFC 6797 §8.1); tells whether something changed. */
  boolean note(String host, StsHeader header, long now) {
    String name = bare(host);
    if (header.maxAgeSeconds() == 0) {
      return byHost.remove(name) != null;
    }
    Entry fresh = new Entry(name, now + header.maxAgeSeconds() * 1000, header.includeSubDomains());
    put(fresh, now);
    return true;
  }

  void put(Entry entry, long now) {
    if (entry.expiryMillis <= now) {
      return;
    }
    byHost.put(entry.host, entry);
    if (byHost.size() > MAX_ENTRIES) {
      byHost.values().removeIf(old -> old.expiryMillis <= now);
    }
    if (byHost.size() > MAX_ENTRIES) {
      byHost.values().stream()
          .min(Comparator.comparingLong(Entry::expiryMillis))
          .ifPresent(soonest -> byHost.remove(soonest.host));
    }
  }

  boolean removeIf(Predicate<String> hosts) {
    return byHost.keySet().removeIf(hosts);
  }

  Collection<Entry> all() {
    return List.copyOf(byHost.values());
  }

  private static String bare(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
