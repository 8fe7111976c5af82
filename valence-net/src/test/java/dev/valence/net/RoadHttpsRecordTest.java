package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.SecureDnsMode;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.internal.dns.DnsBytes;
import dev.valence.net.internal.dns.RawNameServer;
import dev.valence.net.internal.websocket.WebSocketProbe;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import dev.valence.testkit.WebSocketEcho;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** HTTPS records turn plain http into https (RFC 9460 §9.5). All names lead to this machine. */
@Timeout(60)
@ExtendWith(NettyWatch.class)
class RoadHttpsRecordTest {
  private static final byte[] SERVICE = record(1, DnsBytes.param(1, DnsBytes.alpn("h2")));
  private static final byte[] ALIAS = record(0);

  private final List<AutoCloseable> open = new ArrayList<>();
  private TestServer site;
  private volatile byte[] served = SERVICE;

  @BeforeEach
  void start() throws IOException {
    site =
        opened(
            TestServer.builder()
                .tls(TestAuthority.shared().issue("site.test"))
                .http2()
                .start(exchange -> exchange.respond(200, exchange.method() + exchange.bodyText())));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    open.add(0, one);
    return one;
  }

  private static byte[] record(int priority, byte[]... params) {
    return DnsBytes.join(
        DnsBytes.u16(priority),
        DnsBytes.name(priority == 0 ? "other.test" : ""),
        DnsBytes.join(params));
  }

  /** Addresses of this machine, and the record that is served, if any, for the name alone. */
  private byte[] answer(byte[] query) {
    DnsBytes answer = DnsBytes.answerTo(query);
    String name = DnsBytes.nameOf(query);
    byte[] data = served;
    switch (DnsBytes.typeOf(query)) {
      case 1 -> answer.a(name, "127.0.0.1", 300);
      case 65 -> {
        if (data != null && !name.endsWith("other.test")) {
          answer.record(DnsBytes.name(name), 65, 300, data);
        }
      }
      default -> {
        // No other addresses.
      }
    }
    return answer.bytes();
  }

  private RawNameServer dns() throws IOException {
    return opened(RawNameServer.answering(this::answer));
  }

  private RoadClient client(HostResolverConfig config, Consumer<RoadClient.Settings> more) {
    RoadClient.Settings settings = RoadClient.with().hostResolver(config);
    more.accept(settings);
    return opened(settings.start());
  }

  private static HostResolverConfig builtIn(RawNameServer dns, boolean additionalTypes) {
    return HostResolverConfig.builder()
        .enableBuiltInResolver(true)
        .enableAdditionalDnsQueryTypes(additionalTypes)
        .nameServers(dns.address())
        .build();
  }

  private RoadClient client(RawNameServer dns) {
    return client(builtIn(dns, true), settings -> {});
  }

  private String plain(TestServer server) {
    return "http://site.test:" + server.port() + "/x?y";
  }

  private TestServer plainSite() throws IOException {
    return opened(TestServer.start(exchange -> exchange.respond(200, "plain")));
  }

  @Test
  void plainHttpBecomesHttps() throws Exception {
    RawNameServer dns = dns();
    RoadClient client = client(dns);

    RoadCall call =
        client.start(plain(site), request -> request.method("POST").body(TestBody.of("hello")));

    assertThat(call.text()).isEqualTo("POSThello");
    assertThat(call.head().version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(call.urls()).containsExactly(plain(site), site.url("site.test", "/x?y"));
    assertThat(call.redirects()).hasSize(1);
    RedirectStep step = call.redirects().get(0);
    assertThat(step.internal()).isTrue();
    assertThat(step.response().status()).isEqualTo(307);
    assertThat(step.response().reason()).isEqualTo("Internal Redirect");
    assertThat(step.response().headers().get("non-authoritative-reason")).isEqualTo("DNS");
    assertThat(site.connectionCount()).as("plain http was not spoken").isEqualTo(1);
    assertThat(dns.asked)
        .containsOnlyOnce("_" + site.port() + "._https.site.test/65")
        .as("the answer for http serves https, too")
        .hasSize(3);
  }

  @Test
  void anAliasCountsAndTheModeErrorIsForRedirectsOfServers() throws Exception {
    served = ALIAS;
    RoadClient client = client(dns());
    RoadCall call = client.start(plain(site), request -> request.redirectMode(RedirectMode.ERROR));
    assertThat(call.text()).isEqualTo("GET");
  }

  @Test
  void theAskerMayRefuseOrTakeTheRedirect() throws Exception {
    RoadClient client = client(dns());
    RoadCall taken =
        client.start(
            plain(site),
            request -> {},
            new RoadCall().onRedirect((step, decision) -> decision.deliver()));
    assertThat(taken.status()).isEqualTo(307);
    RoadCall refused =
        client.start(
            plain(site),
            request -> {},
            new RoadCall()
                .onRedirect(
                    (step, decision) ->
                        decision.refuse(new NetException(NetError.BLOCKED_BY_CLIENT))));
    assertThat(refused.error()).isEqualTo(NetError.BLOCKED_BY_CLIENT);
    assertThat(site.connectionCount()).isZero();
  }

  @Test
  void whoWaitsAtTheCacheIsSentToHttpsToo() throws Exception {
    RoadClient client =
        client(builtIn(dns(), true), settings -> settings.cacheStore(loop -> new TestCacheStore()));
    List<RoadCall> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(client.get(plain(site)));
    }
    for (RoadCall call : calls) {
      assertThat(call.text()).isEqualTo("GET");
      assertThat(call.redirects()).hasSize(1);
    }
  }

  @Test
  void webSocketsBecomeSecure() throws Exception {
    WebSocketEcho echo = opened(WebSocketEcho.start(TestAuthority.shared().issue("site.test")));
    RoadClient client = client(dns());
    assertThat(
            WebSocketProbe.echo(
                client.context(), echo.url().replace("wss://127.0.0.1", "ws://site.test"), "hello"))
        .isEqualTo("hello");
  }

  @Test
  void withoutARecordThatCanBeUsedItStaysPlain() throws Exception {
    TestServer plain = plainSite();
    byte[] strange =
        record(1, DnsBytes.param(0, DnsBytes.u16(77)), DnsBytes.param(77, new byte[1]));
    for (byte[] useless : new byte[][] {null, strange}) {
      served = useless;
      RoadCall call = client(dns()).get(plain(plain));
      assertThat(call.text()).isEqualTo("plain");
      assertThat(call.redirects()).isEmpty();
    }
  }

  @Test
  void withoutAdditionalTypesNobodyIsAsked() throws Exception {
    RawNameServer dns = dns();
    assertThat(client(builtIn(dns, false), settings -> {}).get(plain(plainSite())).text())
        .isEqualTo("plain");
    assertThat(dns.asked).containsExactlyInAnyOrder("site.test/1", "site.test/28");
  }

  @Test
  void behindAProxyNobodyIsAsked() throws Exception {
    TestServer plain = plainSite();
    RawNameServer dns = dns();
    RoadClient client =
        client(
            builtIn(dns, true),
            settings -> settings.proxies(FixedProxies.of("http://site.test:" + plain.port())));
    assertThat(client.get("http://elsewhere.test/").text()).isEqualTo("plain");
    assertThat(dns.asked).containsExactlyInAnyOrder("site.test/1", "site.test/28");
  }

  @Test
  void dnsOverHttpsTellsItToo() throws Exception {
    TestServer dns =
        opened(
            TestServer.builder()
                .tls()
                .start(
                    exchange -> {
                      String target = exchange.target();
                      byte[] query =
                          Base64.getUrlDecoder()
                              .decode(target.substring(target.indexOf("dns=") + 4));
                      exchange
                          .reply(200)
                          .header("Content-Type", "application/dns-message")
                          .bytes(answer(query));
                    }));
    RoadClient client =
        client(
            HostResolverConfig.builder()
                .enableAdditionalDnsQueryTypes(false)
                .secureDnsMode(SecureDnsMode.SECURE)
                .secureDnsServers(dns.url("localhost", "/q") + "{?dns}")
                .build(),
            settings -> {});
    assertThat(client.get(plain(site)).text()).isEqualTo("GET");
  }
}
