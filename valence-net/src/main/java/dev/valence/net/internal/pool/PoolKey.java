package dev.valence.net.internal.pool;

import dev.valence.net.internal.dns.EndpointUse;
import dev.valence.net.proxy.ProxyScheme;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;

/**
 * Which requests may share connections (Chromium's {@code ClientSocketPool::GroupId} and the proxy
 * of its pool).
 *
 * @param secure whether TLS is spoken with the origin
 * @param host name or literal, as a URL serialises it
 * @param proxy the proxy on the way; {@link ProxyServer#DIRECT} for none
 * @param tunnel whether an HTTP proxy is asked for a tunnel; a request over another connection of
 *     it goes to the proxy itself
 * @param privacyMode whether its requests use no logins: they share no connection with those that
 *     do, which a connection-bound scheme may have logged in
 * @param tlsGeneration of which TLS settings it is; 0 where no TLS is spoken
 * @param webSocket whether it becomes a WebSocket: a connection made for it speaks HTTP/1.1 and
 *     serves one request
 */
public record PoolKey(
    boolean secure,
    String host,
    int port,
    ProxyServer proxy,
    boolean tunnel,
    boolean privacyMode,
    int tlsGeneration,
    boolean webSocket) {
  /**
   * The key of a URL.
   *
   * @throws IllegalArgumentException when the URL has no host
   */
  static PoolKey of(Url url, ProxyServer proxy, boolean privacyMode, int tlsGeneration) {
    String host = url.host();
    if (host == null) {
      throw new IllegalArgumentException("a URL without a host: " + url.href());
    }
    String scheme = url.scheme();
    boolean secure = scheme.equals("https") || scheme.equals("wss");
    // WebSocket goes through a tunnel even without TLS (RFC 6455 §4.1).
    boolean tunnel = proxy.scheme().isHttpLike() && !scheme.equals("http");
    boolean usesTls = secure || proxy.scheme() == ProxyScheme.HTTPS;
    return new PoolKey(
        secure,
        host,
        url.effectivePort(),
        proxy,
        tunnel,
        privacyMode,
        usesTls ? tlsGeneration : 0,
        scheme.startsWith("ws"));
  }

  /** The key under which this WebSocket may find an HTTP/2 connection to travel on. */
  PoolKey overHttp2() {
    return new PoolKey(secure, host, port, proxy, tunnel, privacyMode, tlsGeneration, false);
  }

  /** The host as sockets and certificates know it: without the brackets of IPv6. */
  String bareHost() {
    return bare(host);
  }

  /** Whether TLS is spoken anywhere on the way. */
  boolean usesTls() {
    return secure || proxy.scheme() == ProxyScheme.HTTPS;
  }

  /** {@code host:port}: the target of CONNECT (RFC 9110 §9.3.6). */
  String authority() {
    return host + ":" + port;
  }

  /** Whether requests are meant for the proxy itself, in absolute form (RFC 9112 §3.2.2). */
  public boolean speaksToProxy() {
    return proxy.scheme().isHttpLike() && !tunnel;
  }

  /** Whether a connection of the other key goes the same way and may carry the same logins. */
  boolean sharesRouteWith(PoolKey other) {
    return proxy.equals(other.proxy) && privacyMode == other.privacyMode;
  }

  /** Whom the first connection leads to, without brackets. */
  String firstHost() {
    return proxy.isDirect() ? bareHost() : bare(proxy.host());
  }

  /** What the connection to {@link #firstHost()} is for. */
  EndpointUse firstUse() {
    if (!proxy.isDirect()) {
      return EndpointUse.ADDRESSES;
    }
    return secure ? EndpointUse.TLS : EndpointUse.PLAIN_HTTP;
  }

  /** The port of {@link #firstHost()}. */
  int firstPort() {
    return proxy.isDirect() ? port : proxy.port();
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://")
        + authority()
        + (proxy.isDirect() ? "" : " through " + proxy)
        + (privacyMode ? " (no logins)" : "");
  }
}
