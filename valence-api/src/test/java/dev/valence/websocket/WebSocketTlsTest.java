package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.tls.ClientIdentity;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.Nginx;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestIdentity;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates of both sides, for WebSockets: with nginx before a WebSocket server. */
class WebSocketTlsTest {
  private static final TestAuthority CLIENTS = TestAuthority.create("clients");

  private final Valence valence =
      Valence.builder()
          .tls(TlsSettings.builder().extraRoot(TestAuthority.shared().certificate()).build())
          .build();
  private final Session session = valence.session().fromPartition("tls");
  private final BlockingQueue<String> clients = new LinkedBlockingQueue<>();
  private RawServer server;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    server =
        RawServer.start(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              clients.add(String.valueOf(socket.header("x-client")));
              socket.echo();
            });
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
    assertThat(server.failures()).isEmpty();
  }

  /** Sends WebSockets on to the server, with the name of the client. */
  private Nginx nginx(String verification) throws Exception {
    return Nginx.builder()
        .serverConfig(
            verification
                + " location /ws { proxy_pass http://127.0.0.1:"
                + server.port()
                + "; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
                + " proxy_set_header Connection upgrade; proxy_set_header X-Client"
                + " \"$server_protocol $ssl_client_s_dn\"; }")
        .start();
  }

  private Nginx demandingNginx() throws Exception {
    Path roots = CLIENTS.writeCertificate(folder.resolve("clients.pem"));
    return nginx("ssl_verify_client on; ssl_client_certificate " + roots + ";");
  }

  private SocketProbe open(String origin) {
    return SocketProbe.open(
        valence, "wss" + origin.substring(5) + "/ws", WebSocketOptions.builder().session(session));
  }

  @Test
  @Tag("peers")
  void aClientCertificate() throws Exception {
    TestIdentity identity = CLIENTS.leaf().subject("mine").issue();
    session.setClientCertificateHandler(
        (request, callback) ->
            callback.select(ClientIdentity.of(identity.key(), identity.chain())));
    try (Nginx nginx = demandingNginx()) {
      SocketProbe probe = open(nginx.http2Origin());
      probe.opened();
      probe.socket().send("in");

      assertThat(probe.message().text()).isEqualTo("in");
      assertThat(clients).containsExactly("HTTP/1.1 CN=mine");
    }
  }

  @Test
  @Tag("peers")
  void noClientCertificate() throws Exception {
    session.setClientCertificateHandler((request, callback) -> callback.select(null));
    try (Nginx nginx = demandingNginx()) {
      SocketProbe without = open(nginx.httpsOrigin());
      assertThat(without.closed())
          .isEqualTo(new CloseEvent(1006, NetError.INVALID_RESPONSE.text(), false));
      assertThat(without.error().detail()).contains("Unexpected response code: 400");
    }
    session.setClientCertificateHandler((request, callback) -> callback.cancel());
    try (Nginx nginx = demandingNginx()) {
      assertThat(open(nginx.httpsOrigin()).closed())
          .isEqualTo(new CloseEvent(1006, NetError.SSL_CLIENT_AUTH_CERT_NEEDED.text(), false));
    }
    assertThat(clients).isEmpty();
  }

  @Test
  @Tag("peers")
  void besideAnHttp2ConnectionThatTakesNone() throws Exception {
    try (Nginx nginx = nginx("")) {
      session.fetch(nginx.http2Origin() + "/nothing").get(20, TimeUnit.SECONDS);
      SocketProbe probe = open(nginx.http2Origin());
      probe.opened();
      probe.socket().send("x".repeat(200_000));

      assertThat(probe.message().text()).hasSize(200_000);
      assertThat(clients).containsExactly("HTTP/1.1");
    }
  }

  static Stream<Arguments> badCertificates() {
    TestAuthority known = TestAuthority.shared();
    return Stream.of(
        Arguments.of(known.leaf().names("localhost").expired().issue(), NetError.CERT_DATE_INVALID),
        Arguments.of(
            known.leaf().names("localhost").notYetValid().issue(), NetError.CERT_DATE_INVALID),
        Arguments.of(known.issue("elsewhere.example"), NetError.CERT_COMMON_NAME_INVALID),
        Arguments.of(TestIdentity.selfSigned("localhost"), NetError.CERT_AUTHORITY_INVALID),
        Arguments.of(
            TestAuthority.create("nobody").issue("localhost"), NetError.CERT_AUTHORITY_INVALID));
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void n342_aCertificateThatIsRefused(TestIdentity identity, NetError error) throws Exception {
    try (RawServer tls =
        RawServer.startTls(
            identity, connection -> RawWebSocket.accept(connection).echo(), "http/1.1")) {
      SocketProbe probe =
          SocketProbe.open(valence, tls.url("/"), WebSocketOptions.builder().session(session));

      assertThat(probe.closed()).isEqualTo(new CloseEvent(1006, error.text(), false));
      assertThat(probe.events()).containsExactly("error", "close");
    }
  }
}
