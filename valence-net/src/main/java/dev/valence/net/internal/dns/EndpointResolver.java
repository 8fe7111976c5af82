package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.internal.dns.wire.DnsName;
import dev.valence.net.internal.dns.wire.HttpsRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What a connection asks for: host and port in, socket addresses in the order to try them out. Host
 * rules come first, then the look-up, then HTTPS records, then the order of {@link AddressOrder}.
 * Confined to the network thread.
 */
public final class EndpointResolver {
  /** RFC 9460 §2.4.2: chains of aliases are bounded. */
  private static final int MAX_ALIASES = 8;

  /** Other names of services whose addresses are looked up; further ones go by their hints. */
  private static final int MAX_TARGETS = 4;

  private final ContextHostResolver resolver;

  public EndpointResolver(ContextHostResolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Finds where to connect. On the network thread; never blocks.
   *
   * @param host a name or IP literal, as a URL serialises it
   * @param port 0 to 65535; a host rule or an HTTPS record may replace it
   * @param use what the connection is for, which decides what HTTPS records mean
   * @return may be complete on return, otherwise completes on the network thread; fails with a
   *     {@link NetException}, {@link NetError#DNS_NAME_HTTPS_ONLY} where plain http is to become
   *     https. Cancelling it, on the network thread, gives the wait up.
   */
  public CompletableFuture<Endpoints> resolve(String host, int port, EndpointUse use) {
    HostRules.Target target = resolver.rewrite(host, port);
    boolean services = use != EndpointUse.ADDRESSES && resolver.asksForServices();
    Search search = new Search(host, target, use, services ? use.servicePort(target.port()) : 0);
    search.start();
    return search.result;
  }

  private static void leaveWhenCancelled(CompletableFuture<?> result, Runnable leave) {
    if (!result.isDone()) {
      result.whenComplete(
          (found, failure) -> {
            if (result.isCancelled()) {
              leave.run();
            }
          });
    }
  }

  /** One search: the host, its aliases, the names of its services. */
  private final class Search {
    private final CompletableFuture<Endpoints> result = new CompletableFuture<>();
    private final String asked;
    private final HostRules.Target origin;
    private final EndpointUse use;
    private final int servicePort;
    private final Set<InetSocketAddress> endpoints = new LinkedHashSet<>();
    private HostAnswer plain = HostAnswer.found(List.of(), 0);
    private ServicePlan plan = new ServicePlan("", List.of());
    private Runnable running = () -> {};
    private int aliases;
    private int targets;

    Search(String asked, HostRules.Target origin, EndpointUse use, int servicePort) {
      this.asked = asked;
      this.origin = origin;
      this.use = use;
      this.servicePort = servicePort;
    }

    void start() {
      lookUp(origin, servicePort, this::onHost);
      leaveWhenCancelled(result, () -> running.run());
    }

    private void lookUp(HostRules.Target target, int service, Consumer<HostAnswer> done) {
      boolean[] answered = new boolean[1];
      Runnable leave =
          resolver.lookUp(
              target,
              asked,
              ResolveHostOptions.defaults(),
              service,
              answer -> {
                answered[0] = true;
                done.accept(answer);
              });
      if (!answered[0]) {
        running = leave;
      }
    }

    private void onHost(HostAnswer answer) {
      if (answer.failure() != null && aliases == 0) {
        result.completeExceptionally(answer.failure());
        return;
      }
      if (use == EndpointUse.PLAIN_HTTP) {
        onPlainHost(answer);
        return;
      }
      if (answer.failure() == null) {
        plain = answer;
        plan = ServicePlan.of(answer.services());
      }
      if (answer.failure() == null && !plan.alias().isEmpty() && aliases++ < MAX_ALIASES) {
        // The alias's own record has the name of the alias, whatever the port (§2.4.2).
        lookUp(new HostRules.Target(plan.alias(), origin.port(), false), 443, this::onHost);
      } else {
        nextService(0);
      }
    }

    /** RFC 9460 §9.5: an alias, or a service that can be used, says that TLS is spoken. */
    private void onPlainHost(HostAnswer answer) {
      plain = answer;
      if (answer.services().stream().anyMatch(record -> record.isAlias() || record.isUsable())) {
        result.completeExceptionally(
            new NetException(
                NetError.DNS_NAME_HTTPS_ONLY,
                "an HTTPS record says that " + asked + " speaks TLS",
                null));
      } else {
        finish();
      }
    }

    private void nextService(int index) {
      if (index == plan.services().size()) {
        finish();
        return;
      }
      HttpsRecord service = plan.services().get(index);
      String name = service.target();
      boolean sameHost = name.isEmpty() || name.equals(DnsName.canonical(origin.host()));
      if (sameHost) {
        add(service, plain.addresses());
        nextService(index + 1);
      } else if (targets++ < MAX_TARGETS) {
        lookUp(
            new HostRules.Target(name, origin.port(), false),
            0,
            answer -> {
              add(service, answer.failure() == null ? answer.addresses() : service.hints());
              nextService(index + 1);
            });
      } else {
        add(service, service.hints());
        nextService(index + 1);
      }
    }

    private void add(HttpsRecord service, List<InetAddress> addresses) {
      int port = service.port() < 0 ? origin.port() : service.port();
      addAll(addresses, port);
    }

    private void addAll(List<InetAddress> addresses, int port) {
      for (InetAddress address : AddressOrder.interleave(addresses)) {
        endpoints.add(new InetSocketAddress(address, port));
      }
    }

    private void finish() {
      // §3: when no service can be reached, the host is tried as if it had no record.
      addAll(plain.addresses(), origin.port());
      result.complete(
          new Endpoints(List.copyOf(endpoints), plan.mayOfferHttp2(), resolver.racesAddresses()));
    }
  }
}
