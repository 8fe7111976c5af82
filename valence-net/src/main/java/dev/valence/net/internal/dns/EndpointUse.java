package dev.valence.net.internal.dns;

/** What the connection to an endpoint is for. */
public enum EndpointUse {
  /** TLS with the host itself: HTTPS records lead to its services. */
  TLS,
  /**
   * Plain http or ws with the host itself: an HTTPS record says that it is not to be (RFC 9460
   * §9.5; Chromium's {@code ERR_DNS_NAME_HTTPS_ONLY}).
   */
  PLAIN_HTTP,
  /** Nothing that HTTPS records are about: a proxy, or an address for one. */
  ADDRESSES;

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** The port of the https URL whose record counts (RFC 9460 §9.5): port 80 of http becomes 443. */
  int servicePort(int port) {
    return this == PLAIN_HTTP && port == HTTP_PORT ? HTTPS_PORT : port;
  }
}
