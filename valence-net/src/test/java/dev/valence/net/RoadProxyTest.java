package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RelayProxy;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests through HTTP and HTTPS proxies: what they hear, how they fail, which is tried next. */
class RoadProxyTest {
  private RoadClient client;

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    NettyWatch.assertNoLeak();
  }

  private FixedProxies through(String... proxies) {
    FixedProxies fixed = FixedProxies.of(proxies);
    client = RoadClient.with().proxies(fixed).start();
    return fixed;
  }

  private static String at(int port) {
    return "127.0.0.1:" + port;
  }

  /** Where nobody listens. */
  private static String nowhere() throws IOException {
    try (RawServer server = RawServer.start(connection -> {})) {
      return at(server.port());
    }
  }

  private static TestServer secureServer() throws IOException {
    return TestServer.builder().tls().start(exchange -> exchange.respond(200, "secure"));
  }

  @Test
  void plainHttpAsksTheProxyForTheWholeUrl() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              heard.complete(connection.readHead());
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              connection.staySilent();
            })) {
      through(at(proxy.port()));
      assertThat(client.get("http://name.invalid:8080/a?b#c").text()).isEqualTo("ok");
      assertThat(heard.get(9, TimeUnit.SECONDS))
          .startsWith("GET http://name.invalid:8080/a?b HTTP/1.1\r\n")
          .contains("\r\nHost: name.invalid:8080\r\nProxy-Connection: keep-alive\r\n")
          .doesNotContain("\r\nConnection:");
    }
  }

  @Test
  void connectSaysWhoAndWhereAndNothingElse() throws Exception {
    try (RelayProxy proxy = RelayProxy.start();
        TestServer server = secureServer()) {
      through(at(proxy.port()));
      RoadCall call =
          client.start(
              server.url("/secret?x"),
              r -> r.headers(HeaderList.of("Authorization", "Basic eA==")));
      assertThat(call.text()).isEqualTo("secure");
      assertThat(proxy.heads())
          .containsExactly(
              "CONNECT localhost:%1$d HTTP/1.1\r\nHost: localhost:%1$d\r\nProxy-Connection: keep-alive\r\nUser-Agent: RoadClient/1\r\n\r\n"
                  .formatted(server.port()));
      var request = server.takeRequest();
      assertThat(request.target()).isEqualTo("/secret?x");
      assertThat(request.header("proxy-connection")).isNull();
    }
  }

  @Test
  void aTunnelIsKeptAndTakenAgain() throws Exception {
    try (RelayProxy proxy = RelayProxy.start();
        TestServer server = secureServer()) {
      through(at(proxy.port()));
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(server.url("/" + i)).text()).isEqualTo("secure");
      }
      assertThat(proxy.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void requestsWithoutLoginsHaveTunnelsOfTheirOwn() throws Exception {
    try (RelayProxy proxy = RelayProxy.start();
        TestServer server = secureServer()) {
      through(at(proxy.port()));
      client.get(server.url("/")).text();
      client.start(server.url("/"), r -> r.useAuthentication(false)).text();
      client.get(server.url("/")).text();
      assertThat(proxy.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void http2IsSpokenInsideATunnelAndSharedByOneHostOnly() throws Exception {
    try (RelayProxy proxy = RelayProxy.start();
        TestServer server =
            TestServer.builder().tls().http2().start(exchange -> exchange.respond(200, "h2"))) {
      through(at(proxy.port()));
      for (int i = 0; i < 3; i++) {
        RoadCall call = client.get(server.url("/"));
        assertThat(call.text()).isEqualTo("h2");
        assertThat(call.head().version()).isEqualTo(HttpVersion.HTTP_2);
      }
      assertThat(proxy.connectionCount()).isEqualTo(1);
      // The certificate covers this host, too, and the proxy's address is the same.
      assertThat(client.get(server.url("127.0.0.1", "/")).text()).isEqualTo("h2");
      assertThat(proxy.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void preconnectOpensTunnels() throws Exception {
    try (RelayProxy proxy = RelayProxy.start();
        TestServer server = secureServer()) {
      through(at(proxy.port()));
      RoadCall.join(client.context().preconnect(Url.parse(server.url("/")), 3));
      assertThat(proxy.connectionCount()).isEqualTo(3);
      client.get(server.url("/")).text();
      assertThat(proxy.connectionCount()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 403, 404, 500, 502, 503})
  void whatAProxySaysInsteadOfATunnelReachesNobody(int status) throws Exception {
    try (RelayProxy proxy =
            RelayProxy.start(
                (head, connection) -> {
                  connection.write(
                      "HTTP/1.1 "
                          + status
                          + " No\r\nLocation: http://evil.example/\r\nSet-Cookie: a=b\r\n"
                          + "Content-Length: 4\r\n\r\nevil");
                  return false;
                });
        TestServer server = secureServer()) {
      FixedProxies fixed = through(at(proxy.port()), "direct://");
      NetException failure = client.get(server.url("/")).failure();
      assertThat(failure.error()).isEqualTo(NetError.TUNNEL_CONNECTION_FAILED);
      assertThat(failure.detail()).contains(at(proxy.port())).contains(status + " No");
      assertThat(server.connectionCount()).isZero();
      assertThat(fixed.bad()).isEmpty();
    }
  }

  @Test
  void aLoginThatNobodyGivesIsToldWithScheme() throws Exception {
    try (RelayProxy proxy =
        RelayProxy.start(
            (head, connection) -> {
              connection.write(
                  "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"office\"\r\n"
                      + "Content-Length: 4\r\n\r\nevil");
              return false;
            })) {
      through(at(proxy.port()));
      NetException failure = client.get("https://name.invalid/").failure();
      assertThat(failure.error()).isEqualTo(NetError.TUNNEL_CONNECTION_FAILED);
      assertThat(failure.detail()).contains("Basic realm=\"office\"").contains("credentials");
    }
  }

  @Test
  void interimAnswersArePassedOver() throws Exception {
    try (RelayProxy proxy =
            RelayProxy.start(
                (head, connection) -> {
                  connection.write(
                      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\n");
                  return true;
                });
        TestServer server = secureServer()) {
      through(at(proxy.port()));
      assertThat(client.get(server.url("/")).text()).isEqualTo("secure");
    }
  }

  @Test
  void aTunnelMayBeGrantedByHttp10WithALength() throws Exception {
    try (TestServer server = secureServer();
        RawServer proxy =
            RawServer.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\n");
                  RelayProxy.relay(connection, new java.net.Socket("127.0.0.1", server.port()));
                })) {
      through(at(proxy.port()));
      assertThat(client.get(server.url("/")).text()).isEqualTo("secure");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rubbish all over|INVALID_HTTP_RESPONSE",
        "HTTP/1.1 20|RESPONSE_HEADERS_TRUNCATED",
        "HTTP/1.1 101 Switching\\r\\n\\r\\n|INVALID_HTTP_RESPONSE",
        "HTTP/1.1 200 OK\\r\\n\\r\\nevil|TUNNEL_CONNECTION_FAILED",
        "HTTP/1.1 099 No\\r\\n\\r\\n|INVALID_HTTP_RESPONSE",
        "''|EMPTY_RESPONSE",
      })
  void aProxyThatAnswersWronglyEndsTheRequest(String answer, NetError expected) throws Exception {
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(answer.replace("\\r\\n", "\r\n"));
            })) {
      through(at(proxy.port()), "direct://");
      assertThat(client.get("https://name.invalid/").error()).isEqualTo(expected);
    }
  }

  @Test
  void hugeAndEndlessHeadsAreBounded() throws Exception {
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\n");
              String field = "X: " + "y".repeat(8000) + "\r\n";
              for (int i = 0; i < 1000; i++) {
                connection.write(field);
              }
            })) {
      through(at(proxy.port()));
      assertThat(client.get("https://name.invalid/").error())
          .isEqualTo(NetError.RESPONSE_HEADERS_TOO_BIG);
    }
  }

  @Test
  void aProxyThatIsNotThereIsBadOnceTheNextOneWorks() throws Exception {
    String gone = nowhere();
    try (RelayProxy proxy = RelayProxy.start();
        TestServer server = secureServer()) {
      FixedProxies fixed = through(gone, at(proxy.port()));
      assertThat(client.get(server.url("/")).text()).isEqualTo("secure");
      assertThat(fixed.bad()).containsExactly(gone + " PROXY_CONNECTION_FAILED");
    }
  }

  @Test
  void nothingIsBadWhereNothingWorks() throws Exception {
    String gone = nowhere();
    String alsoGone = nowhere();
    FixedProxies fixed = through(gone, "http://nobody.invalid:80", alsoGone);
    NetException failure = client.get("http://name.invalid/").failure();
    assertThat(failure.error()).isEqualTo(NetError.PROXY_CONNECTION_FAILED);
    assertThat(failure.detail()).contains(alsoGone).contains("ERR_CONNECTION_REFUSED");
    assertThat(fixed.bad()).isEmpty();
  }

  @Test
  void aProxyThatNeverAnswersIsLeftAfterItsTime() throws Exception {
    try (RawServer mute = RawServer.start(connection -> connection.staySilent());
        RelayProxy proxy = RelayProxy.start();
        TestServer server = secureServer()) {
      FixedProxies fixed = through(at(mute.port()), at(proxy.port()));
      RoadCall call =
          client.start(
              server.url("/"),
              r -> r.timeouts(Timeouts.DEFAULT.withConnect(Duration.ofMillis(300))));
      assertThat(call.text()).isEqualTo("secure");
      assertThat(fixed.bad()).containsExactly(at(mute.port()) + " TIMED_OUT");
    }
  }

  @Test
  void aResetOfTheProxyLeadsOn() throws Exception {
    try (RawServer resetting =
            RawServer.start(
                connection -> {
                  connection.readHead();
                  connection.reset();
                });
        TestServer server = secureServer()) {
      FixedProxies fixed = through(at(resetting.port()), "direct://");
      assertThat(client.get(server.url("/")).text()).isEqualTo("secure");
      assertThat(fixed.bad()).containsExactly(at(resetting.port()) + " CONNECTION_RESET");
    }
  }

  @Test
  void anErrorOfTheOriginIsNoReasonToGoOn() throws Exception {
    try (RelayProxy proxy = RelayProxy.start();
        TestServer untrusted =
            TestServer.builder()
                .tls(dev.valence.testkit.TestIdentity.selfSigned("localhost"))
                .start(exchange -> exchange.respond(200, "x"));
        RawServer notTls = RawServer.start(connection -> connection.write("no TLS here\r\n\r\n"))) {
      FixedProxies fixed = through(at(proxy.port()), nowhere());
      assertThat(client.get(untrusted.url("/")).error()).isEqualTo(NetError.CERT_AUTHORITY_INVALID);
      assertThat(client.get("https://127.0.0.1:" + notTls.port()).error())
          .isEqualTo(NetError.SSL_PROTOCOL_ERROR);
      assertThat(fixed.bad()).isEmpty();
    }
  }

  @Test
  void directIsTriedBeforeAProxyWhereTheListSaysSo() throws Exception {
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            })) {
      FixedProxies fixed = through("direct://", at(proxy.port()));
      assertThat(client.get("http://nobody.invalid/").text()).isEqualTo("ok");
      assertThat(fixed.bad()).isEmpty();
    }
  }

  @Test
  void theCertificateOfAnHttpsProxyIsVerified() throws Exception {
    try (RawServer proxy =
            RawServer.startTls(
                TestAuthority.shared().issue("other.example"),
                connection -> connection.readHead());
        TestServer server = secureServer()) {
      FixedProxies fixed = through("https://localhost:" + proxy.port());
      NetException failure = client.get(server.url("/")).failure();
      assertThat(failure.error()).isEqualTo(NetError.PROXY_CERTIFICATE_INVALID);
      assertThat(failure.detail()).contains("ERR_CERT_COMMON_NAME_INVALID");
      assertThat(fixed.bad()).isEmpty();
    }
  }

  @Test
  void anHttpsProxyThatSpeaksNoTlsIsNotConnected() throws Exception {
    try (RawServer proxy = RawServer.start(connection -> connection.write("what?\r\n\r\n"))) {
      through("https://localhost:" + proxy.port());
      assertThat(client.get("http://name.invalid/").error())
          .isEqualTo(NetError.PROXY_CONNECTION_FAILED);
    }
  }

  @Test
  void cancellingGivesTheTunnelUp() throws Exception {
    try (RawServer mute =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.staySilent();
            })) {
      through(at(mute.port()));
      RoadCall call = client.get("https://name.invalid/");
      var connection = mute.takeConnection();
      RoadCall.join(client.context().closeAllConnections());
      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      connection.closed().get(9, TimeUnit.SECONDS);
    }
  }

  @Test
  void oneProxyCarriesNoMoreThan32Connections() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.await(gate);
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              connection.staySilent();
            })) {
      through(at(proxy.port()));
      List<RoadCall> calls = new java.util.ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(client.get("http://host" + i + ".invalid/"));
      }
      for (int i = 0; i < 32; i++) {
        proxy.takeConnection();
      }
      client.settle();
      assertThat(proxy.connectionCount()).isEqualTo(32);
      gate.complete(null);
      for (RoadCall call : calls) {
        assertThat(call.text()).isEqualTo("ok");
      }
    }
  }
}
