package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedEndpoint;
import dev.valence.net.dns.SecureDnsMode;
import dev.valence.testkit.Dnsmasq;
import dev.valence.testkit.Named;
import dev.valence.testkit.TestServer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real DNS servers: dnsmasq, and BIND over UDP, TCP and HTTPS. */
@Tag("peers")
@Timeout(120)
final class NameServerPeersTest {
  private static final ResolveHostOptions BY_DNS =
      ResolveHostOptions.builder().source("dns").build();

  private static String find(RoadClient client, String host) throws Exception {
    try {
      return String.join(
          " ",
          client
              .context()
              .hostResolver()
              .resolve(host, BY_DNS)
              .get(20, TimeUnit.SECONDS)
              .endpoints()
              .stream()
              .map(ResolvedEndpoint::address)
              .toList());
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    }
  }

  private static RoadClient client(HostResolverConfig.Builder config) {
    return RoadClient.with().hostResolver(config.enableBuiltInResolver(true).build()).start();
  }

  @Test
  void dnsmasqAnswersAndARequestGoesThere() throws Exception {
    try (Dnsmasq dns =
            Dnsmasq.start(
                "--address=/four.test/10.0.0.1",
                "--address=/six.test/2001:db8::7",
                "--host-record=site.test,127.0.0.1",
                "--cname=alias.test,site.test",
                "--local=/test/");
        TestServer site = TestServer.start(exchange -> exchange.respond(200, "here"));
        RoadClient client = client(HostResolverConfig.builder().nameServers(dns.address()))) {
      assertThat(find(client, "four.test")).isEqualTo("10.0.0.1");
      assertThat(find(client, "www.six.test")).isEqualTo("2001:db8::7");
      assertThat(find(client, "alias.test")).isEqualTo("127.0.0.1");
      assertThat(find(client, "nobody.test")).contains("net::ERR_NAME_NOT_RESOLVED");
      assertThat(client.get("http://alias.test:" + site.port() + "/").text()).isEqualTo("here");
    }
  }

  @Test
  void bindAnswersOverUdpTcpAndHttps() throws Exception {
    StringBuilder records =
        new StringBuilder(
            """
            site IN A 127.0.0.1
            both IN A 10.0.0.1
            both IN AAAA 2001:db8::1
            alias IN CNAME both
            """);
    for (int i = 0; i < 90; i++) {
      records.append("many IN A 10.1.0.").append(i).append('\n');
    }
    try (TestServer site =
            TestServer.builder().tls().http2().start(exchange -> exchange.respond(200, "here"));
        Named dns =
            Named.start(
                records
                    + "site IN HTTPS 1 . alpn=http/1.1 port="
                    + site.port()
                    + "\n"
                    + "h3 IN HTTPS 0 site.test.\n")) {
      try (RoadClient client = client(HostResolverConfig.builder().nameServers(dns.address()))) {
        assertThat(find(client, "both.test")).isEqualTo("2001:db8::1 10.0.0.1");
        assertThat(find(client, "alias.test")).isEqualTo("2001:db8::1 10.0.0.1");
        // Too much for a datagram.
        assertThat(find(client, "many.test").split(" ")).hasSize(90);
        assertThat(find(client, "nobody.test")).contains("net::ERR_NAME_NOT_RESOLVED");
        assertThat(find(client, "www.elsewhere")).contains("net::ERR_DNS_REFUSED");
      }
      for (String template : new String[] {dns.url(), dns.url() + "{?dns}"}) {
        try (RoadClient client =
            client(
                HostResolverConfig.builder()
                    .secureDnsMode(SecureDnsMode.SECURE)
                    .secureDnsServers(template))) {
          assertThat(find(client, "alias.test")).isEqualTo("2001:db8::1 10.0.0.1");
          assertThat(find(client, "many.test").split(" ")).hasSize(90);
          assertThat(find(client, "nobody.test")).contains("net::ERR_NAME_NOT_RESOLVED");
          // The HTTPS record's port is where the site listens; the name is not in its certificate.
          assertThat(client.get("https://site.test/").error())
              .isEqualTo(NetError.CERT_COMMON_NAME_INVALID);
        }
      }
      assertThat(site.connectionCount()).isEqualTo(2);
    }
  }
}
