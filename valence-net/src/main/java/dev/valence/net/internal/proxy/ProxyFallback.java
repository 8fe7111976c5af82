package dev.valence.net.internal.proxy;

import dev.valence.net.NetError;
import dev.valence.net.internal.tunnel.Leg;

/**
 * Whether a request goes on to the next proxy of its list (Chromium's {@code
 * net/http/proxy_fallback.cc}). A pure function.
 *
 * <p>Chromium cannot tell a proxy's failure from that of the origin behind it, and so takes the
 * resets and TLS failures of origins for reasons to go on, too; here these end the request.
 */
public final class ProxyFallback {
  private ProxyFallback() {}

  /** Whether this failure, on this part of the way, is a reason to try the next. */
  public static boolean mayFallOver(NetError error, Leg leg) {
    if (leg == Leg.ORIGIN) {
      return false;
    }
    return switch (error) {
      case PROXY_CONNECTION_FAILED,
          NAME_NOT_RESOLVED,
          INTERNET_DISCONNECTED,
          ADDRESS_UNREACHABLE,
          CONNECTION_CLOSED,
          CONNECTION_TIMED_OUT,
          CONNECTION_RESET,
          CONNECTION_REFUSED,
          CONNECTION_ABORTED,
          TIMED_OUT,
          SOCKS_CONNECTION_FAILED,
          PROXY_CERTIFICATE_INVALID,
          SSL_PROTOCOL_ERROR ->
          true;
      // A refused tunnel is a decision of the proxy, which some configurations rely on.
      default -> false;
    };
  }

  /** Whether the proxy is to be tried last from now on, if another way works. */
  public static boolean isProxysFault(Leg leg) {
    return leg == Leg.ROUTE;
  }
}
