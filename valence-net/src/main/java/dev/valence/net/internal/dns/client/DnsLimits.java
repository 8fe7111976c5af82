package dev.valence.net.internal.dns.client;

import java.time.Duration;

/**
 * How long servers are waited for (Chromium's {@code DnsConfig}).
 *
 * @param patience until the next server is asked as well; doubles each round
 * @param rounds how often each server is asked
 * @param stream how long an exchange over TCP or HTTPS may take
 */
public record DnsLimits(Duration patience, int rounds, Duration stream) {
  public static final DnsLimits DEFAULT =
      new DnsLimits(Duration.ofSeconds(1), 2, Duration.ofSeconds(5));
}
