package dev.valence.net.internal.proxy;

import dev.valence.net.NetError;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which proxies failed lately: they are tried after all others for five minutes, and then as before
 * (Chromium's {@code ProxyRetryInfoMap} and {@code ProxyList::DeprioritizeBadProxyChains}).
 * Confined to one thread.
 */
public final class ProxyRetryInfo {
  /** How long a proxy stays bad. */
  public static final Duration BAD_FOR = Duration.ofMinutes(5);

  /** More are not remembered: a script may invent them. */
  static final int MOST = 1000;

  private final LongSupplier nanoTime;
  private final Map<ProxyServer, Entry> bad = new LinkedHashMap<>();

  /**
   * What is known of one proxy.
   *
   * @param badUntil by the clock, in nanoseconds
   */
  public record Entry(ProxyServer proxy, NetError error, long badUntil) {}

  /**
   * Nothing is bad yet.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public ProxyRetryInfo(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The proxy failed now. DIRECT is never bad. */
  public void markBad(ProxyServer proxy, NetError error) {
    if (proxy.isDirect()) {
      return;
    }
    // The latest is the last of the map, so the first is the one to forget.
    bad.remove(proxy);
    bad.put(proxy, new Entry(proxy, error, nanoTime.getAsLong() + BAD_FOR.toNanos()));
    if (bad.size() > MOST) {
      bad.remove(bad.keySet().iterator().next());
    }
  }

  public boolean isBad(ProxyServer proxy) {
    Entry entry = bad.get(proxy);
    return entry != null && entry.badUntil - nanoTime.getAsLong() >= 0;
  }

  /** The same proxies, the bad ones last, each part in its order. */
  public ProxyList deprioritize(ProxyList list) {
    if (bad.isEmpty() || list.size() == 1) {
      return list;
    }
    List<ProxyServer> order = new ArrayList<>(list.size());
    List<ProxyServer> last = new ArrayList<>(list.size());
    for (ProxyServer server : list) {
      (isBad(server) ? last : order).add(server);
    }
    if (last.isEmpty()) {
      return list;
    }
    order.addAll(last);
    return ProxyList.of(order);
  }

  /** What is bad now. */
  public List<Entry> entries() {
    long now = nanoTime.getAsLong();
    bad.values().removeIf(entry -> entry.badUntil - now < 0);
    return List.copyOf(bad.values());
  }

  /** Seconds until it is good again. */
  public long secondsLeft(Entry entry) {
    return Math.max(0, (entry.badUntil - nanoTime.getAsLong()) / 1_000_000_000L);
  }

  public void clear() {
    bad.clear();
  }
}
