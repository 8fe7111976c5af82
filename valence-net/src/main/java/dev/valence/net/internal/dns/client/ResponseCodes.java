package dev.valence.net.internal.dns.client;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import org.jspecify.annotations.Nullable;

/**
 * Codes of answers (RFC 1035 §4.1.1) as failures, as Chromium's {@code DnsTransaction} maps them.
 */
public final class ResponseCodes {
  public static final int FORMAT_ERROR = 1;
  public static final int NAME_ERROR = 3;
  public static final int NOT_IMPLEMENTED = 4;

  private ResponseCodes() {}

  /** The failure; null for NOERROR and NXDOMAIN, which are answers. */
  public static @Nullable NetException failure(int rcode, Object server) {
    return switch (rcode) {
      case 0, NAME_ERROR -> null;
      case FORMAT_ERROR -> said(NetError.DNS_FORMAT_ERROR, server, "FORMERR");
      case 2 -> said(NetError.DNS_SERVER_FAILURE, server, "SERVFAIL");
      case NOT_IMPLEMENTED -> said(NetError.DNS_NOT_IMPLEMENTED, server, "NOTIMP");
      case 5 -> said(NetError.DNS_REFUSED, server, "REFUSED");
      default -> said(NetError.DNS_OTHER_FAILURE, server, "the response code " + rcode);
    };
  }

  private static NetException said(NetError error, Object server, String code) {
    return new NetException(error, "the DNS server " + server + " said " + code, null);
  }
}
