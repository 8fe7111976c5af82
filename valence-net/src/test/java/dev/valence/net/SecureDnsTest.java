package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedEndpoint;
import dev.valence.net.dns.SecureDnsMode;
import dev.valence.net.internal.dns.DnsBytes;
import dev.valence.net.tls.TlsControl;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DNS over HTTPS, over the session's own road, at good and bad servers. */
@Timeout(60)
final class SecureDnsTest {
  private static final String MEDIA_TYPE = "application/dns-message";

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  /** Sends what the query asks for: 10.0.0.1, or nothing for other types than A. */
  private static void answer(Exchange exchange) throws IOException {
    exchange.reply(200).header("Content-Type", MEDIA_TYPE).bytes(message(exchange));
  }

  private static byte[] query(Exchange exchange) throws IOException {
    if (exchange.method().equals("POST")) {
      return exchange.body();
    }
    String target = exchange.target();
    return Base64.getUrlDecoder().decode(target.substring(target.indexOf("dns=") + 4));
  }

  private static byte[] message(Exchange exchange) throws IOException {
    byte[] query = query(exchange);
    DnsBytes answer = DnsBytes.answerTo(query);
    if (DnsBytes.typeOf(query) == 1) {
      answer.a(DnsBytes.nameOf(query), "10.0.0.1", 300);
    }
    return answer.bytes();
  }

  private TestServer server(TestServer.Handler handler) throws IOException {
    TestServer server = TestServer.builder().tls().http2().start(handler);
    open.add(server);
    return server;
  }

  private RoadClient client(SecureDnsMode mode, String... templates) {
    RoadClient client =
        RoadClient.with()
            .hostRules("MAP plain.test 10.9.9.9, MAP doh.test localhost")
            .hostResolver(
                HostResolverConfig.builder()
                    .secureDnsMode(mode)
                    .secureDnsServers(templates)
                    .build())
            .start();
    open.add(0, client);
    return client;
  }

  private static String find(RoadClient client, String host, ResolveHostOptions options) {
    try {
      return String.join(
          " ",
          client
              .context()
              .hostResolver()
              .resolve(host, options)
              .get(20, TimeUnit.SECONDS)
              .endpoints()
              .stream()
              .map(ResolvedEndpoint::address)
              .toList());
    } catch (ExecutionException e) {
      return e.getCause() + " | " + e.getCause().getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  private static String find(RoadClient client, String host) {
    return find(client, host, ResolveHostOptions.defaults());
  }

  @Test
  void aQueryIsPostedPaddedAndTellsNothingOfTheProgram() throws Exception {
    TestServer server = server(SecureDnsTest::answer);
    RoadClient client = client(SecureDnsMode.SECURE, server.url("localhost", "/dns-query"));
    assertThat(find(client, "a.test")).isEqualTo("10.0.0.1");
    var request = server.takeRequest();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.version()).isEqualTo("HTTP/2");
    assertThat(request.header("content-type")).isEqualTo(MEDIA_TYPE);
    assertThat(request.header("accept")).isEqualTo(MEDIA_TYPE);
    assertThat(request.header("cookie")).isNull();
    assertThat(request.header("user-agent")).isEqualTo("Valence");
    assertThat(request.body().length % 128).isZero();
    assertThat(request.body()[1]).isZero();

    find(client, "a.test");
    assertThat(server.requestCount()).isEqualTo(2); // A and AAAA, once
  }

  @Test
  void aTemplateWithTheVariableIsAskedByGet() throws Exception {
    TestServer server = server(SecureDnsTest::answer);
    RoadClient client = client(SecureDnsMode.SECURE, server.url("localhost", "/q") + "{?dns}");
    assertThat(find(client, "a.test")).isEqualTo("10.0.0.1");
    assertThat(server.takeRequest().method()).isEqualTo("GET");
    assertThat(server.takeRequest().target()).startsWith("/q?dns=AAAB").doesNotContain("=A=");
  }

  @Test
  void theServersOwnNameIsFoundInTheClear() throws Exception {
    TestServer server = server(SecureDnsTest::answer);
    RoadClient client =
        client(
            SecureDnsMode.SECURE,
            server.url("localhost", "/dns-query").replace("localhost", "doh.test"));
    // The certificate is localhost's: that it is refused shows that the server was reached.
    assertThat(find(client, "a.test"))
        .contains("net::ERR_NAME_NOT_RESOLVED")
        .contains("net::ERR_CERT_COMMON_NAME_INVALID");
  }

  @Test
  void theServersNameIsNotFound() {
    RoadClient client = client(SecureDnsMode.SECURE, "https://no-such-server.invalid/dns-query");
    assertThat(find(client, "a.test"))
        .contains("net::ERR_NAME_NOT_RESOLVED")
        .contains("net::ERR_DNS_SECURE_RESOLVER_HOSTNAME_RESOLUTION_FAILED");
  }

  @Test
  void literalsLocalNamesAndRulesNeedNoServer() throws Exception {
    TestServer server = server(SecureDnsTest::answer);
    RoadClient client = client(SecureDnsMode.SECURE, server.url("localhost", "/dns-query"));
    assertThat(find(client, "localhost")).isEqualTo("127.0.0.1 ::1");
    assertThat(find(client, "192.0.2.1")).isEqualTo("192.0.2.1");
    assertThat(find(client, "plain.test")).isEqualTo("10.9.9.9");
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void badServersArePassedOverForTheNext() throws Exception {
    List<TestServer.Handler> faults =
        List.of(
            exchange -> exchange.respond(500, "no"),
            exchange ->
                exchange.reply(200).header("Content-Type", "text/html").bytes(message(exchange)),
            exchange ->
                exchange.reply(200).header("Content-Type", MEDIA_TYPE).bytes(new byte[70_000]),
            exchange -> exchange.reply(200).header("Content-Type", MEDIA_TYPE).bytes(new byte[5]),
            exchange -> {
              byte[] wrong = message(exchange);
              wrong[13] ^= 1;
              exchange.reply(200).header("Content-Type", MEDIA_TYPE).bytes(wrong);
            },
            exchange -> exchange.reply(302).header("Location", "/dns-query?x").empty(),
            exchange ->
                exchange
                    .reply(200)
                    .header("Content-Type", MEDIA_TYPE)
                    .bytes(DnsBytes.answerTo(query(exchange)).rcode(2).bytes()),
            Exchange::reset);
    TestServer good = server(SecureDnsTest::answer);
    for (TestServer.Handler fault : faults) {
      TestServer bad = server(fault);
      RoadClient client =
          client(
              SecureDnsMode.SECURE,
              bad.url("localhost", "/dns-query"),
              good.url("localhost", "/dns-query"));
      assertThat(find(client, "a.test")).isEqualTo("10.0.0.1");
      assertThat(bad.requestCount()).isPositive();
    }
  }

  @Test
  void secureNeverAsksInTheClear() throws Exception {
    TestServer bad = server(exchange -> exchange.respond(503, "no"));
    RoadClient client = client(SecureDnsMode.SECURE, bad.url("localhost", "/dns-query"));
    String own = InetAddress.getLocalHost().getHostName();
    assertThat(find(client, own)).contains("NAME_NOT_RESOLVED").contains("HTTP status 503");
    assertThat(find(client, own, ResolveHostOptions.builder().secureDnsPolicy("disable").build()))
        .doesNotContain("ERR");
  }

  @Test
  void automaticFallsBackToTheSystem() throws Exception {
    TestServer bad = server(exchange -> exchange.respond(503, "no"));
    RoadClient client = client(SecureDnsMode.AUTOMATIC, bad.url("localhost", "/dns-query"));
    String own = InetAddress.getLocalHost().getHostName();
    assertThat(find(client, own)).doesNotContain("ERR");
    assertThat(bad.requestCount()).isPositive();
  }

  @Test
  void offAsksNoServer() throws Exception {
    TestServer server = server(SecureDnsTest::answer);
    RoadClient client = client(SecureDnsMode.OFF, server.url("localhost", "/dns-query"));
    assertThat(find(client, "no-such-name.invalid")).contains("NAME_NOT_RESOLVED");
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void aRequestGoesWhereTheSecureAnswerLeads() throws Exception {
    TestServer site = server(exchange -> exchange.respond(200, "here"));
    TestServer dns =
        server(
            exchange -> {
              byte[] query = query(exchange);
              DnsBytes answer = DnsBytes.answerTo(query);
              switch (DnsBytes.typeOf(query)) {
                case 1 -> answer.a(DnsBytes.nameOf(query), "127.0.0.1", 300);
                case 65 ->
                    answer.record(
                        DnsBytes.name(DnsBytes.nameOf(query)),
                        65,
                        300,
                        DnsBytes.join(
                            DnsBytes.u16(1),
                            DnsBytes.name(""),
                            DnsBytes.param(3, DnsBytes.u16(site.port()))));
                default -> {
                  // No other address.
                }
              }
              exchange.reply(200).header("Content-Type", MEDIA_TYPE).bytes(answer.bytes());
            });
    RoadClient client = client(SecureDnsMode.SECURE, dns.url("localhost", "/dns-query"));
    // The record leads to the port; without h2 in its list HTTP/1.1 it is.
    NetException refused = client.get("https://site.test/").failure();
    assertThat(refused.error()).isEqualTo(NetError.CERT_COMMON_NAME_INVALID);
    assertThat(site.connectionCount()).isPositive();
  }

  @Test
  void itFollowsTheSessionsTls() throws Exception {
    TestServer server = server(SecureDnsTest::answer);
    RoadClient client = client(SecureDnsMode.SECURE, server.url("localhost", "/dns-query"));
    TlsControl tls = client.context().tls();
    TlsSettings trusting = tls.settings();
    assertThat(find(client, "a.test")).isEqualTo("10.0.0.1");

    tls.settings(TlsSettings.builder().systemRoots(false).build());
    assertThat(find(client, "b.test")).contains("net::ERR_CERT_AUTHORITY_INVALID");

    List<String> judged = new CopyOnWriteArrayList<>();
    tls.judge(
        question -> {
          judged.add(question.host() + " " + question.verdict());
          question.answer(null);
        });
    assertThat(find(client, "c.test")).isEqualTo("10.0.0.1");
    assertThat(judged).containsExactly("localhost CERT_AUTHORITY_INVALID");

    tls.judge(question -> question.answer(NetError.CERT_REVOKED));
    assertThat(find(client, "d.test")).contains("net::ERR_CERT_REVOKED");

    tls.judge(null);
    tls.settings(trusting);
    assertThat(find(client, "e.test")).isEqualTo("10.0.0.1");
    assertThat(judged).hasSize(1);
  }

  @Test
  void whatWasSetBeforeTheFirstQueryHolds() throws Exception {
    TestServer server = server(SecureDnsTest::answer);
    RoadClient client = client(SecureDnsMode.SECURE, server.url("localhost", "/dns-query"));
    client.context().tls().judge(question -> question.answer(NetError.CERT_REVOKED));
    assertThat(find(client, "a.test")).contains("net::ERR_CERT_REVOKED");
  }

  @Test
  void reconfiguringLetsWhatRunsFinish() throws Exception {
    var gate = new CompletableFuture<Void>();
    TestServer server =
        server(
            exchange -> {
              exchange.await(gate);
              answer(exchange);
            });
    RoadClient client = client(SecureDnsMode.SECURE, server.url("localhost", "/dns-query"));
    var running = client.context().hostResolver().resolve("a.test", ResolveHostOptions.defaults());
    server.takeRequest();
    client.context().hostResolver().configure(HostResolverConfig.defaults()).get();
    gate.complete(null);
    assertThat(running.get(20, TimeUnit.SECONDS).endpoints()).hasSize(1);
    assertThat(find(client, "no-such-name.invalid")).contains("NAME_NOT_RESOLVED");
    server.awaitOpenConnections(0);
  }
}
