package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.proxy.ProxyFallback;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.internal.tunnel.Leg;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import java.util.ArrayList;
import java.util.List;

/** The proxies of one hop, one after the other (Chromium's {@code ProxyInfo}). */
final class RouteWalk {
  /** A proxy that failed; it counts as bad only once another way has worked. */
  private record Failed(ProxyServer proxy, NetError error) {}

  private final ProxyResolver resolver;
  private final NetLogWithSource log;
  private final List<ProxyServer> proxies;
  private final List<Failed> failed = new ArrayList<>(1);
  private int position;

  RouteWalk(ProxyResolver resolver, ProxyList proxies, NetLogWithSource log) {
    this.resolver = resolver;
    this.proxies = proxies.servers();
    this.log = log;
  }

  /** The proxy in use. */
  ProxyServer current() {
    return proxies.get(position);
  }

  /** Goes on to the next one; false where the failure is none of the proxy's or none is left. */
  boolean fallOver(NetException error, Leg leg) {
    if (position + 1 >= proxies.size() || !ProxyFallback.mayFallOver(error.error(), leg)) {
      return false;
    }
    ProxyServer bad = current();
    if (ProxyFallback.isProxysFault(leg)) {
      failed.add(new Failed(bad, error.error()));
    }
    position++;
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.PROXY_LIST_FALLBACK,
          fields ->
              fields.put("bad_proxy_chain", bad.toString()).put("net_error", error.error().code()));
    }
    return true;
  }

  /** A connection stands: what failed on the way to it is bad. */
  void succeeded() {
    if (!failed.isEmpty()) {
      for (Failed each : failed) {
        resolver.markBad(each.proxy, each.error, log);
      }
      failed.clear();
    }
  }
}
