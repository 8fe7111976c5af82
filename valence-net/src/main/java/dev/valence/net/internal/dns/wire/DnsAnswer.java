package dev.valence.net.internal.dns.wire;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a message says to a question, aliases followed (RFC 1034 §3.6.2; Chromium's {@code
 * DnsResponseResultExtractor}). A pure function of the message.
 *
 * @param addresses of A and AAAA questions
 * @param services of HTTPS questions, in no order
 * @param ttl seconds; of an empty answer the time it may be kept (RFC 2308 §5), 0 where nothing
 *     says
 */
public record DnsAnswer(List<InetAddress> addresses, List<HttpsRecord> services, long ttl) {
  private static final int MAX_ALIASES = 16;

  public boolean isEmpty() {
    return addresses.isEmpty() && services.isEmpty();
  }

  /**
   * Reads the answer to a question.
   *
   * @param name what was asked, in canonical form
   * @throws DnsFormatException where aliases form a circle, or a record is malformed
   */
  public static DnsAnswer of(DnsMessage message, String name, int type) throws DnsFormatException {
    Map<String, DnsRecord> aliases = new HashMap<>();
    for (DnsRecord record : message.answers()) {
      if (record.type() == DnsType.CNAME && aliases.put(record.name(), record) != null) {
        throw new DnsFormatException("two aliases of one name");
      }
    }
    long ttl = Long.MAX_VALUE;
    String owner = name;
    int followed = 0;
    for (DnsRecord alias = aliases.get(owner); alias != null; alias = aliases.get(owner)) {
      if (++followed > MAX_ALIASES) {
        throw new DnsFormatException("more than " + MAX_ALIASES + " aliases, or a circle of them");
      }
      ttl = Math.min(ttl, alias.ttl());
      owner = alias.target();
    }
    List<InetAddress> addresses = new ArrayList<>();
    List<HttpsRecord> services = new ArrayList<>();
    for (DnsRecord record : message.answers()) {
      if (record.type() == type && record.name().equals(owner)) {
        ttl = Math.min(ttl, record.ttl());
        if (type == DnsType.HTTPS) {
          services.add(HttpsRecord.read(record.data()));
        } else {
          addresses.add(address(record));
        }
      }
    }
    boolean empty = addresses.isEmpty() && services.isEmpty();
    return new DnsAnswer(
        List.copyOf(addresses), List.copyOf(services), empty ? negativeTtl(message) : ttl);
  }

  /** The lesser of the SOA record's own time to live and its MINIMUM (RFC 2308 §5). */
  private static long negativeTtl(DnsMessage message) {
    for (DnsRecord record : message.authorities()) {
      byte[] data = record.data();
      if (record.type() == DnsType.SOA && data.length >= 22) {
        long minimum = 0;
        for (int i = data.length - 4; i < data.length; i++) {
          minimum = minimum << 8 | data[i] & 0xFF;
        }
        return Math.min(record.ttl(), minimum > Integer.MAX_VALUE ? 0 : minimum);
      }
    }
    return 0;
  }

  private static InetAddress address(DnsRecord record) throws DnsFormatException {
    int length = record.type() == DnsType.A ? 4 : 16;
    if (record.data().length != length) {
      throw new DnsFormatException("an address of " + record.data().length + " bytes");
    }
    return HttpsRecord.address(record.data());
  }
}
