package dev.valence.net.internal.dns;

import dev.valence.net.dns.DnsQueryType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a host.
 *
 * @param host lower case; a trailing dot keeps it from being searched for with suffixes
 * @param type null for both kinds of addresses
 * @param servicePort the port whose HTTPS record is wanted, too; 0 for none
 */
record HostQuestion(String host, @Nullable DnsQueryType type, int servicePort) {
  private static final int HTTPS_PORT = 443;

  /** The types of addresses. */
  List<DnsQueryType> types() {
    return type == null ? List.of(DnsQueryType.A, DnsQueryType.AAAA) : List.of(type);
  }

  /** The owner of the HTTPS record (RFC 9460 §9.1). */
  String serviceName(String name) {
    return servicePort == HTTPS_PORT ? name : "_" + servicePort + "._https." + name;
  }

  /** The same without the HTTPS record. */
  HostQuestion addressesOnly() {
    return servicePort == 0 ? this : new HostQuestion(host, type, 0);
  }
}
