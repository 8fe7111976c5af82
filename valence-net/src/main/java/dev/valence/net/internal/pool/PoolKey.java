package dev.valence.net.internal.pool;

import dev.valence.net.url.Url;

/**
 * Which requests may share connections.
 *
 * @param secure whether TLS is spoken
 * @param host name or literal, as a URL serialises it
 */
public record PoolKey(boolean secure, String host, int port) {
  static PoolKey of(Url url) {
    String host = url.host();
    if (host == null) {
      throw new IllegalArgumentException("a URL without a host: " + url.href());
    }
    return new PoolKey(url.scheme().equals("https"), host, url.effectivePort());
  }

  /** The host as sockets and certificates know it: without the brackets of IPv6. */
  String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + host + ":" + port;
  }
}
