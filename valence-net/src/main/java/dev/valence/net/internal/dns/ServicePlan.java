package dev.valence.net.internal.dns;

import dev.valence.net.internal.dns.wire.HttpsRecord;
import java.util.Comparator;
import java.util.List;

/**
 * What a set of HTTPS records means to a client that speaks HTTP/1.1 and HTTP/2 without Encrypted
 * ClientHello (RFC 9460 §2.4, §3). Pure.
 *
 * @param alias the name to ask instead; empty for none
 * @param services the usable records, the preferred first; those that differ from the first in
 *     offering HTTP/2 are left out, as one ALPN list serves all addresses of a race
 */
record ServicePlan(String alias, List<HttpsRecord> services) {
  static ServicePlan of(List<HttpsRecord> records) {
    for (HttpsRecord record : records) {
      if (record.isAlias()) {
        // §2.4.2: an alias wins over services; one to the root says that there is no service, and
        // addresses of the host itself are then as good as without any record.
        return new ServicePlan(record.target(), List.of());
      }
    }
    List<HttpsRecord> usable =
        records.stream()
            .filter(HttpsRecord::isUsable)
            .sorted(Comparator.comparingInt(HttpsRecord::priority))
            .toList();
    if (usable.isEmpty()) {
      // §3: a client that needs no SVCB record goes on without.
      return new ServicePlan("", List.of());
    }
    boolean http2 = usable.get(0).offersHttp2();
    return new ServicePlan(
        "", usable.stream().filter(record -> record.offersHttp2() == http2).toList());
  }

  /** Whether HTTP/2 may be offered. */
  boolean mayOfferHttp2() {
    return services.isEmpty() || services.get(0).offersHttp2();
  }
}
