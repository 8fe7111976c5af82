package dev.valence.net.internal.dns;

import dev.valence.net.NetException;
import dev.valence.net.internal.dns.wire.HttpsRecord;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a question: addresses, or why there are none. Immutable.
 *
 * @param addresses in the source's order of preference
 * @param services HTTPS records, where they were asked for and there are some
 * @param ttlSeconds how long it may be kept; 0 for not at all
 */
record HostAnswer(
    List<InetAddress> addresses,
    List<HttpsRecord> services,
    @Nullable NetException failure,
    long ttlSeconds) {
  static HostAnswer found(List<InetAddress> addresses, long ttlSeconds) {
    return new HostAnswer(List.copyOf(addresses), List.of(), null, ttlSeconds);
  }

  static HostAnswer failed(NetException failure, long ttlSeconds) {
    return new HostAnswer(List.of(), List.of(), failure, ttlSeconds);
  }
}
