package dev.valence.net.internal.dns;

import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.HostResolverSource;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.SecureDnsMode;
import dev.valence.net.dns.SecureDnsPolicy;
import dev.valence.net.internal.dns.client.DnsClient;
import dev.valence.net.internal.dns.client.DnsLimits;
import dev.valence.net.internal.dns.client.NameServers;
import dev.valence.net.internal.dns.client.ResolverSurroundings;
import dev.valence.net.internal.dns.doh.DohClient;
import dev.valence.net.internal.dns.doh.DohSender;
import dev.valence.net.internal.dns.doh.DohServers;
import dev.valence.net.internal.dns.multicast.MulticastQuery;
import dev.valence.net.internal.dns.multicast.MulticastRoute;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ways to find a host under one configuration, each made when it is first needed. Confined to
 * the network thread.
 */
final class HostSources {
  private final ResolverSurroundings around;
  private final HostResolverConfig config;
  private final HostRules rules;
  private final SystemTask system;
  private final Supplier<DohSender> senders;
  private final DnsLimits limits;
  private @Nullable LookupTask dns;
  private @Nullable LookupTask multicast;
  private @Nullable DohClient dohClient;
  private @Nullable LookupTask secure;

  HostSources(
      ResolverSurroundings around,
      HostResolverConfig config,
      SystemHostResolver system,
      Supplier<DohSender> senders,
      DnsLimits limits) {
    this.around = around;
    this.config = config;
    this.rules =
        config.hostRules().isBlank() ? HostRules.none() : HostRules.parse(config.hostRules());
    this.system = new SystemTask(system, around.loop());
    this.senders = senders;
    this.limits = limits;
  }

  HostResolverConfig config() {
    return config;
  }

  HostRules rules() {
    return rules;
  }

  /** What DNS over HTTPS is used for in one look-up. */
  SecureDnsMode mode(ResolveHostOptions options) {
    boolean off =
        options.secureDnsPolicy() == SecureDnsPolicy.DISABLE
            || options.source() == HostResolverSource.SYSTEM
            || config.secureDnsServers().isEmpty();
    return off ? SecureDnsMode.OFF : config.secureDnsMode();
  }

  /** Whether any way may be asked for HTTPS records. */
  boolean asksForServices() {
    return mode(ResolveHostOptions.defaults()) != SecureDnsMode.OFF || asksForServicesInTheClear();
  }

  private boolean asksForServicesInTheClear() {
    return config.enableBuiltInResolver() && config.enableAdditionalDnsQueryTypes();
  }

  /** The way that belongs to a step that is no look into the cache. */
  LookupTask task(LookupPlan.Step step) {
    return switch (step) {
      case SYSTEM -> system;
      case DNS -> dns();
      case SECURE_DNS -> secure();
      case MULTICAST -> multicast();
      case CACHE, SECURE_CACHE -> throw new IllegalArgumentException("a cache: " + step);
    };
  }

  private LookupTask dns() {
    LookupTask made = dns;
    if (made == null) {
      NameServers servers = new NameServers(around, config.nameServers());
      DnsTask task =
          new DnsTask(
              new DnsClient(around, servers, limits),
              around.loop(),
              (host, reader) ->
                  servers.read(
                      (settings, failure) ->
                          reader.onNames(
                              settings == null ? List.of() : settings.candidates(host), failure)));
      made =
          config.enableAdditionalDnsQueryTypes()
              ? task
              : (question, done) -> task.start(question.addressesOnly(), done);
      dns = made;
    }
    return made;
  }

  private LookupTask secure() {
    LookupTask made = secure;
    if (made == null) {
      DohClient client =
          new DohClient(
              around,
              new DohServers(config.secureDnsServers(), around.nanoClock()),
              config.secureDnsMode() == SecureDnsMode.SECURE,
              limits,
              senders);
      dohClient = client;
      made =
          new DnsTask(client, around.loop(), (host, reader) -> reader.onNames(List.of(host), null));
      secure = made;
    }
    return made;
  }

  private LookupTask multicast() {
    LookupTask made = multicast;
    if (made == null) {
      made = new MulticastTask(around, MulticastRoute::ofSystem, MulticastQuery.Patience.DEFAULT);
      multicast = made;
    }
    return made;
  }

  /** No look-up begins here any more. */
  void retire() {
    if (dohClient != null) {
      dohClient.retire();
    }
  }
}
