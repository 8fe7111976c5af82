package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetTimeoutException.Phase;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names, addresses, TLS and the limits of time on the way to a response. */
class RoadConnectTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private RoadClient client = RoadClient.start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  private void use(RoadClient.Settings settings) {
    client.close();
    client = settings.start();
  }

  @Test
  void localhostIsReachedOverEitherFamily() throws Exception {
    for (String address : new String[] {"127.0.0.1", "::1"}) {
      try (TestServer server =
          TestServer.builder().addresses(address).start(exchange -> exchange.respond(200, "x"))) {
        assertThat(client.get(server.url("localhost", "/")).text()).isEqualTo("x");
      }
    }
  }

  @Test
  void anIpv6LiteralIsReached() throws Exception {
    try (TestServer server =
        TestServer.builder().addresses("::1").start(exchange -> exchange.respond(200, "x"))) {
      assertThat(client.get(server.url("[::1]", "/")).text()).isEqualTo("x");
      assertThat(server.takeRequest().header("host")).isEqualTo("[::1]:" + server.port());
    }
  }

  @Test
  void hostRulesLeadElsewhere() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      use(
          RoadClient.with()
              .hostRules("MAP far.example 127.0.0.1:" + server.port() + ",MAP gone.* ~NOTFOUND"));

      assertThat(client.get("http://far.example/").text()).isEqualTo("x");
      assertThat(server.takeRequest().header("host")).isEqualTo("far.example");
      assertThat(client.get("http://gone.example/").error()).isEqualTo(NetError.NAME_NOT_RESOLVED);
      assertThat(client.get("https://gone.example/").error()).isEqualTo(NetError.NAME_NOT_RESOLVED);
    }
  }

  @Test
  void n109_aNameThatDoesNotExistIsNotResolved() {
    assertThat(client.get("https://nobody.invalid/").failure())
        .hasMessage("net::ERR_NAME_NOT_RESOLVED");
  }

  @Test
  void aRefusedConnectionIsRefused() throws Exception {
    String gone;
    try (TestServer server = TestServer.start(exchange -> {})) {
      gone = server.url("/");
    }
    RoadCall first = client.get(gone);
    RoadCall second = client.get(gone);

    assertThat(first.error()).isEqualTo(NetError.CONNECTION_REFUSED);
    assertThat(second.error()).isEqualTo(NetError.CONNECTION_REFUSED);
  }

  /** A listener whose queue is full: further connections get no answer at all. */
  private static final class BlackHole implements AutoCloseable {
    private final ServerSocket listener;
    private final List<SocketChannel> fillers = new ArrayList<>();

    BlackHole() throws IOException {
      listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
      for (int i = 0; i < 8; i++) {
        SocketChannel filler = SocketChannel.open();
        filler.configureBlocking(false);
        filler.connect(new InetSocketAddress("127.0.0.1", port()));
        fillers.add(filler);
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel filler : fillers) {
        filler.close();
      }
      listener.close();
    }
  }

  @Test
  void aConnectionThatIsNotAnsweredTimesOut() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      RoadCall call =
          client.start(
              "http://127.0.0.1:" + hole.port() + "/",
              r -> r.timeouts(Timeouts.DEFAULT.withConnect(SHORT)));

      assertThat(call.failure())
          .isInstanceOfSatisfying(
              NetTimeoutException.class,
              e -> {
                assertThat(e.phase()).isEqualTo(Phase.CONNECT);
                assertThat(e.error()).isEqualTo(NetError.CONNECTION_TIMED_OUT);
              });
    }
  }

  @Test
  void anAddressThatDoesNotAnswerIsOvertakenByTheNext() throws Exception {
    try (BlackHole hole = new BlackHole();
        TestServer server =
            TestServer.builder()
                .addresses("::1")
                .port(hole.port())
                .start(exchange -> exchange.respond(200, "x"))) {
      // Whichever family comes first, one of the two addresses of localhost says nothing.
      assertThat(client.get(server.url("localhost", "/")).text()).isEqualTo("x");
    }
  }

  @Test
  void aServerThatDoesNotShakeHandsTimesOut() throws Exception {
    try (RawServer server = RawServer.start(connection -> connection.staySilent())) {
      RoadCall call =
          client.start(
              "https://localhost:" + server.port() + "/",
              r -> r.timeouts(Timeouts.DEFAULT.withTls(SHORT)));

      assertThat(call.failure())
          .isInstanceOfSatisfying(
              NetTimeoutException.class, e -> assertThat(e.phase()).isEqualTo(Phase.TLS));
    }
  }

  @Test
  void aServerThatDoesNotAnswerTimesOut() throws Exception {
    try (RawServer server = RawServer.start(connection -> connection.staySilent())) {
      RoadCall call =
          client.start(
              server.url("/"), r -> r.timeouts(Timeouts.DEFAULT.withResponseHeaders(SHORT)));

      assertThat(call.failure())
          .isInstanceOfSatisfying(
              NetTimeoutException.class,
              e -> {
                assertThat(e.phase()).isEqualTo(Phase.RESPONSE_HEADERS);
                assertThat(e.error()).isEqualTo(NetError.TIMED_OUT);
              });
      RoadCall.join(server.takeConnection().closed());
    }
  }

  @Test
  void aBodyThatFallsSilentTimesOut() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              connection.staySilent();
            })) {
      RoadCall call =
          client.start(server.url("/"), r -> r.timeouts(Timeouts.DEFAULT.withIdleBody(SHORT)));

      assertThat(call.failure())
          .isInstanceOfSatisfying(
              NetTimeoutException.class, e -> assertThat(e.phase()).isEqualTo(Phase.IDLE_BODY));
      assertThat(call.hadHead()).isTrue();
      assertThat(call.textSoFar()).isEqualTo("half");
    }
  }

  @Test
  void aSlowReaderIsNoSilentServer() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).fixed(8)) {
                body.write("half");
                body.await(gate);
                body.write("rest");
              }
            })) {
      RoadCall call =
          client.start(
              server.url("/"),
              r -> r.timeouts(Timeouts.DEFAULT.withIdleBody(Duration.ofMillis(50))),
              new RoadCall().onHead(unread -> {}));
      call.head();
      RoadCall.join(
          client
              .context()
              .loop()
              .schedule(() -> {}, 400, java.util.concurrent.TimeUnit.MILLISECONDS));
      gate.complete(null);
      call.onLoop(body -> body.subscribe(call));

      assertThat(call.text()).isEqualTo("halfrest");
    }
  }

  @Test
  void aDrippingBodyDoesNotTimeOut() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).chunked()) {
                for (int i = 0; i < 60; i++) {
                  body.write("x");
                  new CompletableFuture<Void>()
                      .completeOnTimeout(null, 50, java.util.concurrent.TimeUnit.MILLISECONDS)
                      .join();
                }
              }
            })) {
      RoadCall call =
          client.start(
              server.url("/"),
              r -> r.timeouts(Timeouts.DEFAULT.withIdleBody(Duration.ofSeconds(2))));

      assertThat(call.text()).hasSize(60);
    }
  }

  @Test
  void anExchangeOverTls() throws Exception {
    try (TestServer server =
        TestServer.builder().tls().start(exchange -> exchange.respond(200, "secret"))) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("secret");
      assertThat(client.get(server.url("/")).text()).isEqualTo("secret");
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void certificateFaultsHaveTheirNames() throws Exception {
    TestAuthority authority = TestAuthority.shared();
    try (TestServer wrongName =
            TestServer.builder()
                .tls(authority.issue("other.example"))
                .start(exchange -> exchange.respond(200, "x"));
        TestServer unknown =
            TestServer.builder()
                .tls(TestAuthority.create("Nobody's Root").localhost())
                .start(exchange -> exchange.respond(200, "x"));
        TestServer expired =
            TestServer.builder()
                .tls(authority.leaf().names("localhost").expired().issue())
                .start(exchange -> exchange.respond(200, "x"))) {
      assertThat(client.get(wrongName.url("/")).error())
          .isEqualTo(NetError.CERT_COMMON_NAME_INVALID);
      assertThat(client.get(unknown.url("/")).error()).isEqualTo(NetError.CERT_AUTHORITY_INVALID);
      assertThat(client.get(expired.url("/")).error()).isEqualTo(NetError.CERT_DATE_INVALID);
      assertThat(wrongName.requestCount() + unknown.requestCount() + expired.requestCount())
          .isZero();
    }
  }

  @Test
  void anAuthorityIsTrustedWhereItIsNamed() throws Exception {
    TestAuthority own = TestAuthority.create("Own Root");
    use(
        RoadClient.with()
            .tls(TlsSettings.builder().systemRoots(false).extraRoot(own.certificate()).build()));
    try (TestServer server =
        TestServer.builder().tls(own.localhost()).start(exchange -> exchange.respond(200, "x"))) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("x");
    }
  }

  @Test
  void aServerWithoutTlsIsAProtocolError() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
              connection.staySilent();
            })) {
      assertThat(client.get("https://localhost:" + server.port() + "/").error())
          .isEqualTo(NetError.SSL_PROTOCOL_ERROR);
    }
  }

  @Test
  void aServerThatHangsUpBeforeTheHandshakeIsTold() throws Exception {
    // The first request: trust is still being read when the server is gone.
    try (RawServer server = RawServer.start(connection -> {})) {
      assertThat(client.get("https://localhost:" + server.port() + "/").error())
          .isEqualTo(NetError.CONNECTION_CLOSED);
      assertThat(client.get("https://localhost:" + server.port() + "/").error())
          .isEqualTo(NetError.CONNECTION_CLOSED);
    }
  }

  @Test
  void aTlsConnectionThatEndsWithoutGoodbyeBreaksTheBody() throws Exception {
    try (RawServer server =
        RawServer.startTls(
            TestAuthority.shared().localhost(),
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              connection.reset();
            })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.error()).isIn(NetError.CONNECTION_RESET, NetError.CONTENT_LENGTH_MISMATCH);
    }
  }
}
