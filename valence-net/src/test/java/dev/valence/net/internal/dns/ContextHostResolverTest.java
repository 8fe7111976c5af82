package dev.valence.net.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.dns.AddressFamily;
import dev.valence.net.dns.DnsQueryType;
import dev.valence.net.dns.HostCacheUsage;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.HostResolverSource;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedEndpoint;
import dev.valence.net.dns.ResolvedHost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class ContextHostResolverTest {
  private static final String RULES =
      "MAP ipv4.localhost2 10.0.0.1, MAP ipv6.localhost2 [::1],"
          + " MAP notfound.localhost2 ~NOTFOUND, MAP alias.test a.test";

  private final ResolverLab lab = new ResolverLab(RULES, HostResolverConfig.defaults());

  ContextHostResolverTest() {
    lab.system.put("a.test", List.of("10.0.0.1", "2001:db8::1"));
    lab.system.put("slow.test", List.of("10.0.0.2"));
    lab.system.put("printer.local", List.of("10.0.0.3"));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static ResolveHostOptions.Builder options() {
    return ResolveHostOptions.builder();
  }

  @ParameterizedTest(name = "{0} of type {1} is {2}")
  @CsvSource({
    "ipv4.localhost2, , 10.0.0.1",
    "ipv4.localhost2, A, 10.0.0.1",
    "ipv4.localhost2, AAAA, net::ERR_NAME_NOT_RESOLVED",
    "ipv6.localhost2, , ::1",
    "ipv6.localhost2, A, net::ERR_NAME_NOT_RESOLVED",
    "notfound.localhost2, A, net::ERR_NAME_NOT_RESOLVED",
    "notfound.localhost2, , net::ERR_NAME_NOT_RESOLVED",
    "alias.test, A, 10.0.0.1",
    "a.test, , 2001:db8::1 10.0.0.1",
    "A.TEST, A, 10.0.0.1",
    "a.test, AAAA, 2001:db8::1",
    "unknown.test, A, net::ERR_NAME_NOT_RESOLVED",
    "'', , net::ERR_NAME_NOT_RESOLVED",
    "localhost, , 127.0.0.1 ::1",
    "x.localhost., AAAA, ::1",
    "[2001:DB8:0::1], , 2001:db8::1",
    "192.0.2.1, A, 192.0.2.1",
    "192.0.2.1, AAAA, net::ERR_NAME_NOT_RESOLVED",
  })
  void n117_n118_n119_n241_rulesLiteralsLocalNamesAndTheSystem(
      String host, String type, String expected) {
    ResolveHostOptions.Builder options = options();
    if (type != null) {
      options.queryType(type);
    }
    assertThat(lab.find(host, options.build())).isEqualTo(expected);
  }

  @Test
  void s187_s189_s193_n245_anEndpointHasAddressAndFamily() throws Exception {
    ResolvedHost four =
        lab.resolver.resolve("ipv4.localhost2", ResolveHostOptions.defaults()).get();
    assertThat(four.endpoints())
        .containsExactly(new ResolvedEndpoint("10.0.0.1", AddressFamily.IPV4));
    ResolvedHost six = lab.resolver.resolve("ipv6.localhost2", ResolveHostOptions.defaults()).get();
    assertThat(six.endpoints()).containsExactly(new ResolvedEndpoint("::1", AddressFamily.IPV6));
    assertThat(six.endpoints().get(0).family().wireName()).isEqualTo("ipv6");
  }

  @Test
  void theSystemIsAskedOnceAMinute() {
    assertThat(lab.find("a.test")).isEqualTo(lab.find("A.test"));
    lab.passSeconds(59);
    lab.find("a.test");
    assertThat(lab.systemLookups).containsExactly("a.test");
    lab.passSeconds(1);
    lab.find("a.test");
    assertThat(lab.systemLookups).hasSize(2);
  }

  @Test
  void failuresOfTheSystemAreKeptForASecond() {
    lab.find("unknown.test");
    lab.find("unknown.test");
    assertThat(lab.systemLookups).hasSize(1);
    lab.passSeconds(1);
    lab.find("unknown.test");
    assertThat(lab.systemLookups).hasSize(2);
  }

  @Test
  void n243_staleAnswersAreGivenToThoseWhoTakeThem() {
    ResolveHostOptions stale = options().cacheUsage(HostCacheUsage.STALE_ALLOWED).build();
    lab.find("a.test");
    lab.system.put("a.test", List.of("10.0.0.9"));
    lab.passSeconds(100_000);
    assertThat(lab.find("a.test", stale)).isEqualTo("2001:db8::1 10.0.0.1");
    assertThat(lab.systemLookups).hasSize(1);
    assertThat(lab.find("a.test")).isEqualTo("10.0.0.9");
  }

  @Test
  void n243_aStaleFailureIsNoAnswer() {
    ResolveHostOptions stale = options().cacheUsage("staleAllowed").build();
    lab.find("later.test");
    lab.system.put("later.test", List.of("10.0.0.4"));
    lab.passSeconds(2);
    assertThat(lab.find("later.test", stale)).isEqualTo("10.0.0.4");
  }

  @Test
  void n243_disallowedAsksAgainAndIsKeptForOthers() {
    ResolveHostOptions anew = options().cacheUsage("disallowed").build();
    lab.find("a.test");
    lab.system.put("a.test", List.of("10.0.0.9"));
    assertThat(lab.find("a.test", anew)).isEqualTo("10.0.0.9");
    assertThat(lab.find("a.test")).isEqualTo("10.0.0.9");
    assertThat(lab.systemLookups).hasSize(2);
  }

  @Test
  void n242_localOnlyAsksNobody() {
    ResolveHostOptions local = options().source(HostResolverSource.LOCAL_ONLY).build();
    assertThat(lab.failure("a.test", local).error()).isEqualTo(NetError.NAME_NOT_RESOLVED);
    assertThat(lab.failure("a.test", local).detail()).contains("net::ERR_DNS_CACHE_MISS");
    assertThat(lab.find("localhost", local)).isEqualTo("127.0.0.1 ::1");
    assertThat(lab.find("ipv4.localhost2", local)).isEqualTo("10.0.0.1");
    assertThat(lab.systemLookups).isEmpty();

    lab.find("a.test");
    assertThat(lab.find("a.test", local)).isEqualTo("2001:db8::1 10.0.0.1");
    assertThat(lab.systemLookups).hasSize(1);
  }

  @Test
  void n242_namesBelowLocalAreTheSystemsUnlessMulticastIsAskedFor() {
    lab.resolver.configure(
        HostResolverConfig.builder()
            .enableBuiltInResolver(true)
            .nameServers("127.0.0.1:9")
            .build());
    assertThat(lab.find("printer.local")).isEqualTo("10.0.0.3");
  }

  @Test
  void s025_clearingForgetsAnswersAndThoseStillOnTheirWay() throws Exception {
    lab.find("a.test");
    CompletableFuture<ResolvedHost> slow =
        lab.resolver.resolve("slow.test", ResolveHostOptions.defaults());
    lab.find("unknown.test"); // the slow one has begun before
    lab.resolver.clearCache().get(10, TimeUnit.SECONDS);
    lab.system.put("a.test", List.of("10.0.0.9"));
    assertThat(lab.find("a.test")).isEqualTo("10.0.0.9");
    lab.gate.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS).endpoints()).hasSize(1);
    int before = lab.systemLookups.size();
    lab.find("slow.test");
    assertThat(lab.systemLookups).hasSize(before + 1);
  }

  @Test
  void equalLookupsAreOneAndEachMayBeGivenUp() throws Exception {
    List<CompletableFuture<ResolvedHost>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(lab.resolver.resolve("slow.test", ResolveHostOptions.defaults()));
    }
    lab.find("localhost"); // asks nobody; all have joined before
    all.get(0).cancel(false);
    lab.gate.countDown();
    for (CompletableFuture<ResolvedHost> one : all.subList(1, 20)) {
      assertThat(one.get(10, TimeUnit.SECONDS).endpoints()).hasSize(1);
    }
    assertThat(lab.systemLookups).containsExactly("slow.test");
  }

  @Test
  void aClosedResolverFailsWhatWaitsAndWhatComes() throws Exception {
    CompletableFuture<ResolvedHost> waiting =
        lab.resolver.resolve("slow.test", ResolveHostOptions.defaults());
    lab.find("a.test");
    lab.resolver.close();
    assertThat(ResolverLab.failure(waiting).error()).isEqualTo(NetError.CONTEXT_SHUT_DOWN);
    assertThat(lab.failure("b.test", ResolveHostOptions.defaults()).error())
        .isEqualTo(NetError.CONTEXT_SHUT_DOWN);
  }

  @Test
  void rulesOfTheSessionComeBeforeThoseOfAll() {
    lab.resolver.configure(
        HostResolverConfig.builder()
            .hostRules("MAP ipv4.localhost2 10.9.9.9, MAP own.test ~NOTFOUND")
            .build());
    assertThat(lab.find("ipv4.localhost2")).isEqualTo("10.9.9.9");
    assertThat(lab.find("ipv6.localhost2")).isEqualTo("::1");
    assertThat(lab.failure("own.test", ResolveHostOptions.defaults()).detail())
        .contains("host rule");
  }

  @Test
  void twoSessionsDoNotShareAnswersOrSettings() {
    try (ResolverLab other = new ResolverLab(HostResolverConfig.defaults())) {
      other.system.put("a.test", List.of("10.0.0.7"));
      lab.find("a.test");
      assertThat(other.find("a.test")).isEqualTo("10.0.0.7");
      other.resolver.clearCache().join();
      lab.find("a.test");
      assertThat(lab.systemLookups).hasSize(1);
    }
  }

  @Test
  void endpointsComeInTheOrderToTry() throws Exception {
    Endpoints found = lab.endpoints("a.test", 80, false);
    assertThat(found.addresses().toString())
        .isEqualTo("[a.test/[2001:db8:0:0:0:0:0:1]:80, a.test/10.0.0.1:80]");
    assertThat(found.mayOfferHttp2()).isTrue();
    assertThat(found.race()).isTrue();
    assertThat(lab.endpoints("[::1]", 8443, true).addresses()).hasSize(1);
  }

  @Test
  void theCacheIsBoundedAndForgetsWhatIsUsedLeast() {
    HostCache cache = new HostCache(() -> 0);
    HostAnswer answer = HostAnswer.found(List.of(LocalNames.loopback()), 60);
    for (int i = 0; i < HostCache.MAX_ENTRIES + 50; i++) {
      cache.put(key("h" + i), answer);
      cache.get(key("h0"), false);
    }
    assertThat(cache.size()).isEqualTo(HostCache.MAX_ENTRIES);
    assertThat(cache.get(key("h0"), false)).isNotNull();
    assertThat(cache.get(key("h1"), false)).isNull();
    assertThat(cache.get(key("h1049"), false)).isNotNull();
  }

  private static HostCache.Key key(String host) {
    return new HostCache.Key(
        new HostQuestion(host, DnsQueryType.A, 0), HostResolverSource.ANY, false);
  }
}
