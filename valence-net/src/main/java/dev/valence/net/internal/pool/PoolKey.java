package dev.valence.net.internal.pool;

import dev.valence.net.url.Url;

/**
 * Which requests may share connections.
 *
 * @param secure whether TLS is spoken
 * @param host name or literal, as a URL serialises it
 * @param tlsGeneration of which TLS settings it is; 0 where no TLS is spoken
 */
public record PoolKey(boolean secure, String host, int port, int tlsGeneration) {
  static PoolKey of(Url url, int tlsGeneration) {
    String host = url.host();
    if (host == null) {
      throw new IllegalArgumentException("a URL without a host: " + url.href());
    }
    boolean secure = url.scheme().equals("https");
    return new PoolKey(secure, host, url.effectivePort(), secure ? tlsGeneration : 0);
  }

  /** Whether it is the same but for the TLS settings. */
  boolean isSameServer(PoolKey other) {
    return secure == other.secure && port == other.port && host.equals(other.host);
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
