package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.proxy.ProxyServer;

/**
 * What a request hears when its proxy is not reached (Chromium's {@code HttpProxyConnectJob} and
 * {@code SOCKSConnectJob}). Pure functions.
 */
final class ProxyErrors {
  private ProxyErrors() {}

  /** No name, no TCP connection. */
  static NetException ofConnecting(ProxyServer proxy, NetException failure) {
    return of(NetError.PROXY_CONNECTION_FAILED, "no connection to the proxy " + proxy, failure);
  }

  /** No TLS with the proxy itself. */
  static NetException ofTls(ProxyServer proxy, NetException failure) {
    NetError error = failure.error();
    if (error.isCertificateError()) {
      return of(
          NetError.PROXY_CERTIFICATE_INVALID, "the certificate of the proxy " + proxy, failure);
    }
    if (error == NetError.SSL_CLIENT_AUTH_CERT_NEEDED) {
      return of(error, "the proxy " + proxy + " wants a client certificate", failure);
    }
    return of(NetError.PROXY_CONNECTION_FAILED, "no TLS with the proxy " + proxy, failure);
  }

  /** It never had enough. */
  static NetException endlessLogin(ProxyServer proxy) {
    return new NetException(
        NetError.TUNNEL_CONNECTION_FAILED,
        "the proxy " + proxy + " wants a login on a new connection time after time",
        null);
  }

  private static NetException of(NetError error, String what, NetException failure) {
    String detail = failure.detail();
    String why = failure.error().text() + (detail == null ? "" : ", " + detail);
    return new NetException(error, what + ": " + why, failure);
  }
}
