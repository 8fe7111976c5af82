package dev.valence.net.internal.pool;

import dev.valence.net.proxy.ProxyServer;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections lead through each proxy: 32 at most, as in Chromium ({@code
 * max_sockets_per_proxy_chain}). Costs nothing without proxies. Confined to the network thread.
 */
final class ProxyPlaces {
  static final int MOST = 32;

  private final Map<ProxyServer, Integer> taken = new HashMap<>(4);
  private int full;

  boolean isFull(ProxyServer proxy) {
    return taken.getOrDefault(proxy, 0) >= MOST;
  }

  boolean isAnyFull() {
    return full > 0;
  }

  /** False where the proxy has all it may have. */
  boolean take(ProxyServer proxy) {
    if (isFull(proxy)) {
      return false;
    }
    if (taken.merge(proxy, 1, Integer::sum) == MOST) {
      full++;
    }
    return true;
  }

  /** Tells whether the proxy had all it may have. Nothing happens for DIRECT. */
  boolean giveBack(ProxyServer proxy) {
    if (proxy.isDirect()) {
      return false;
    }
    boolean wasFull = isFull(proxy);
    if (wasFull) {
      full--;
    }
    taken.computeIfPresent(proxy, (key, count) -> count == 1 ? null : count - 1);
    return wasFull;
  }
}
