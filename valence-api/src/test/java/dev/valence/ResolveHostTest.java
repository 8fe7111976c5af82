package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetException;
import dev.valence.net.dns.AddressFamily;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedEndpoint;
import dev.valence.net.dns.ResolvedHost;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class ResolveHostTest {
  private final Valence valence =
      Valence.builder()
          .hostResolverRules(
              "MAP ipv4.localhost2 10.0.0.1, MAP ipv6.localhost2 [::1],"
                  + " MAP notfound.localhost2 ~NOTFOUND")
          .build();

  @AfterEach
  void close() {
    valence.close();
  }

  private static void assertNotResolved(CompletableFuture<ResolvedHost> result) {
    assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NetException.class)
        .hasMessageContaining("net::ERR_NAME_NOT_RESOLVED");
  }

  @Test
  void s187_n245_anIpv4Endpoint() {
    assertThat(valence.session().defaultSession().resolveHost("ipv4.localhost2").join().endpoints())
        .containsExactly(new ResolvedEndpoint("10.0.0.1", AddressFamily.IPV4));
    assertThat(valence.net().resolveHost("ipv4.localhost2").join().endpoints()).hasSize(1);
  }

  @Test
  void n117_theOtherKindOfAddressIsNotResolved() {
    assertNotResolved(
        valence
            .net()
            .resolveHost(
                "ipv4.localhost2", ResolveHostOptions.builder().queryType("AAAA").build()));
  }

  @Test
  void n118_s189_anIpv6Endpoint() {
    assertThat(valence.net().resolveHost("ipv6.localhost2").join().endpoints())
        .containsExactly(new ResolvedEndpoint("::1", AddressFamily.IPV6));
  }

  @Test
  void n119_s190_s191_aNameThatIsNotFound() {
    ResolveHostOptions four = ResolveHostOptions.builder().queryType("A").build();
    assertNotResolved(valence.net().resolveHost("notfound.localhost2", four));
    Session session = valence.session().fromPartition("other");
    assertNotResolved(session.resolveHost("notfound.localhost2"));
    assertNotResolved(session.resolveHost("no-such-name.invalid", four));
  }

  @Test
  void s025_theCacheIsClearedAndTheResolverConfiguredLive() {
    Session one = valence.session().fromPartition("one");
    Session two = valence.session().fromPartition("two");
    one.configureHostResolver(
            HostResolverConfig.builder().hostRules("MAP own.test 10.1.1.1").build())
        .join();
    assertThat(one.resolveHost("own.test").join().endpoints().get(0).address())
        .isEqualTo("10.1.1.1");
    assertThat(one.resolveHost("ipv4.localhost2").join().endpoints()).hasSize(1);
    assertThat(one.clearHostResolverCache().join()).isNull();
    assertNotResolved(
        two.resolveHost("own.test", ResolveHostOptions.builder().source("localOnly").build()));
  }

  @Test
  void theBuilderConfiguresNewSessions() {
    HostResolverConfig config =
        HostResolverConfig.builder().hostRules("MAP built.test 10.2.2.2").build();
    try (Valence configured = Valence.builder().hostResolver(config).build()) {
      assertThat(configured.net().resolveHost("built.test").join().endpoints().get(0).address())
          .isEqualTo("10.2.2.2");
    }
  }

  @Test
  void n241_n242_n243_optionsHaveElectronsNamesAndNoOthers() {
    ResolveHostOptions.Builder options = ResolveHostOptions.builder();
    assertThat(
            options
                .queryType("AAAA")
                .source("mdns")
                .cacheUsage("staleAllowed")
                .secureDnsPolicy("disable")
                .build())
        .hasToString(
            "ResolveHostOptions[queryType=AAAA, source=mdns, cacheUsage=staleAllowed,"
                + " secureDnsPolicy=disable]");
    assertThatThrownBy(() -> options.queryType("TXT"))
        .hasMessage("queryType should be A or AAAA, not \"TXT\"");
    assertThatThrownBy(() -> options.source("net"))
        .hasMessageContaining("any, system, dns, mdns or localOnly, not \"net\"");
    assertThatThrownBy(() -> options.cacheUsage("always")).hasMessageContaining("\"always\"");
    assertThatThrownBy(() -> options.secureDnsPolicy("never")).hasMessageContaining("\"never\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://dns.example/dns-query",
        "dns.example",
        "",
        "https://dns.example/{dns",
        "https://dns.example/dns}",
        "https://dns.example/{}",
        "https://dns.example/{=dns}",
        "https://dns.example/{dns:3}",
        "https://dns.example/{#dns}",
        "https://{?dns}",
      })
  void aBadTemplateIsRefusedAtOnceByName(String template) {
    assertThatThrownBy(() -> HostResolverConfig.builder().secureDnsServers(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secureDnsServers")
        .hasMessageContaining(template);
  }

  @Test
  void contradictionsAndBadNameServersAreRefused() {
    assertThatThrownBy(() -> HostResolverConfig.builder().secureDnsMode("secure").build())
        .hasMessageContaining("secureDnsServers");
    assertThatThrownBy(() -> HostResolverConfig.builder().secureDnsMode("on"))
        .hasMessageContaining("\"on\"");
    assertThatThrownBy(() -> HostResolverConfig.builder().nameServers("dns.example"))
        .hasMessageContaining("\"dns.example\"");
    assertThatThrownBy(() -> HostResolverConfig.builder().nameServers("192.0.2.1:0"))
        .hasMessageContaining("\"192.0.2.1:0\"");
    assertThatThrownBy(() -> HostResolverConfig.builder().hostRules("MAP x"))
        .hasMessageContaining("\"MAP x\"");
    assertThat(
            HostResolverConfig.builder()
                .nameServers("::1", "[::1]:54", "192.0.2.1:5353")
                .build()
                .nameServers())
        .hasSize(3);
  }
}
