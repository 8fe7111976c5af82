package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.internal.websocket.WebSocketProbe;
import dev.valence.testkit.KerberosRealm;
import dev.valence.testkit.ProxyPeer;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestIdentity;
import dev.valence.testkit.TestServer;
import dev.valence.testkit.WebSocketEcho;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of proxy × scheme × protocol of the origin × kind of request, at real proxies. */
@Tag("peers")
class ProxyMatrixTest {
  /** A real proxy, and how it is spoken to. */
  enum Proxy {
    NONE,
    SQUID,
    SQUID_TLS,
    SQUID_BASIC,
    SQUID_TLS_BASIC,
    SQUID_DIGEST,
    SQUID_NTLM,
    SQUID_NEGOTIATE,
    TINYPROXY,
    DANTE_SOCKS4,
    DANTE_SOCKS5,
    MICROSOCKS,
    MICROSOCKS_LOGIN
  }

  /** What the origin speaks. */
  enum Origin {
    HTTP,
    HTTPS_H1,
    HTTPS_H2
  }

  /** What is asked of it. */
  enum Kind {
    GET,
    HEAD,
    POST,
    LARGE_BODY,
    REDIRECT,
    KEPT_CONNECTION,
    WEB_SOCKET,
    WEB_SOCKET_WITH_LOGIN
  }

  private static final String LARGE = "0123456789abcdef".repeat(64 * 1024);
  private static final List<ProxyPeer> PEERS = new ArrayList<>();
  private static final Map<Proxy, String> URIS = new EnumMap<>(Proxy.class);
  private static final Map<Origin, TestServer> SERVERS = new EnumMap<>(Origin.class);
  private static final List<WebSocketEcho> SOCKETS = new ArrayList<>();
  private static final String KRB5 = "java.security.krb5.conf";
  private static KerberosRealm realm;
  private RoadClient client;

  @BeforeAll
  static void startPeers(@TempDir Path folder) throws Exception {
    ProxyPeer squid = peer(ProxyPeer.squid("http_access allow all"));
    ProxyPeer basic = peer(ProxyPeer.squidWithLogin("basic", folder));
    ProxyPeer digest = peer(ProxyPeer.squidWithLogin("digest", folder));
    ProxyPeer ntlm = peer(ProxyPeer.squidWithLogin("ntlm", folder));
    realm = KerberosRealm.start();
    System.setProperty(KRB5, realm.config().toString());
    ProxyPeer negotiate = peer(ProxyPeer.squidWithKerberos(realm));
    ProxyPeer tinyproxy = peer(ProxyPeer.tinyproxy());
    ProxyPeer dante = peer(ProxyPeer.dante());
    ProxyPeer microsocks = peer(ProxyPeer.microsocks());
    ProxyPeer withLogin = peer(ProxyPeer.microsocks("ann", "secret"));
    URIS.put(Proxy.NONE, "direct://");
    URIS.put(Proxy.SQUID, "http://127.0.0.1:" + squid.port());
    URIS.put(Proxy.SQUID_TLS, "https://localhost:" + squid.tlsPort());
    URIS.put(Proxy.SQUID_BASIC, "http://127.0.0.1:" + basic.port());
    URIS.put(Proxy.SQUID_TLS_BASIC, "https://localhost:" + basic.tlsPort());
    URIS.put(Proxy.SQUID_DIGEST, "http://127.0.0.1:" + digest.port());
    URIS.put(Proxy.SQUID_NTLM, "http://127.0.0.1:" + ntlm.port());
    // The name of the service's key.
    URIS.put(Proxy.SQUID_NEGOTIATE, "http://localhost:" + negotiate.port());
    URIS.put(Proxy.TINYPROXY, "http://127.0.0.1:" + tinyproxy.port());
    URIS.put(Proxy.DANTE_SOCKS4, "socks4://127.0.0.1:" + dante.port());
    URIS.put(Proxy.DANTE_SOCKS5, "socks5://127.0.0.1:" + dante.port());
    URIS.put(Proxy.MICROSOCKS, "socks5://127.0.0.1:" + microsocks.port());
    URIS.put(Proxy.MICROSOCKS_LOGIN, "socks5://127.0.0.1:" + withLogin.port());
    SERVERS.put(Origin.HTTP, TestServer.start(ProxyMatrixTest::answer));
    SERVERS.put(Origin.HTTPS_H1, TestServer.builder().tls().start(ProxyMatrixTest::answer));
    SERVERS.put(Origin.HTTPS_H2, TestServer.builder().tls().http2().start(ProxyMatrixTest::answer));
  }

  private static ProxyPeer peer(ProxyPeer started) {
    PEERS.add(started);
    return started;
  }

  @AfterAll
  static void stopPeers() {
    PEERS.forEach(ProxyPeer::close);
    SERVERS.values().forEach(TestServer::close);
    SOCKETS.forEach(WebSocketEcho::close);
    PEERS.clear();
    System.clearProperty(KRB5);
    realm.close();
    SERVERS.clear();
    SOCKETS.clear();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static void answer(dev.valence.testkit.Exchange exchange) throws IOException {
    switch (exchange.path()) {
      case "/moved" -> exchange.reply(302).header("Location", "/end").text("");
      case "/large" -> exchange.respond(200, LARGE);
      case "/echo" -> exchange.respond(200, exchange.bodyText());
      default -> exchange.respond(200, "at " + exchange.path());
    }
  }

  static Stream<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (Proxy proxy : Proxy.values()) {
      for (Origin origin : Origin.values()) {
        for (Kind kind : Kind.values()) {
          cells.add(Arguments.of(proxy, origin, kind));
        }
      }
    }
    return cells.stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyCell(Proxy proxy, Origin origin, Kind kind) throws Exception {
    TestServer server = SERVERS.get(origin);
    int connectionsBefore = server.connectionCount();
    client =
        RoadClient.with()
            .proxies(FixedProxies.of(URIS.get(proxy)).credentials("ann", "secret"))
            .start();
    String base = server.url("127.0.0.1", "");
    switch (kind) {
      case GET -> {
        RoadCall call = client.get(base + "/get?a=b");
        assertThat(call.text()).isEqualTo("at /get");
        HttpVersion spoken = call.head().version();
        assertThat(spoken == HttpVersion.HTTP_2).isEqualTo(origin == Origin.HTTPS_H2);
      }
      case HEAD -> {
        RoadCall call = client.start(base + "/head", r -> r.method("HEAD"));
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.text()).isEmpty();
      }
      case POST -> {
        byte[] body = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        RoadCall call = client.start(base + "/echo", r -> r.method("POST").body(TestBody.of(body)));
        assertThat(call.bytes()).isEqualTo(body);
      }
      case LARGE_BODY -> assertThat(client.get(base + "/large").text()).isEqualTo(LARGE);
      case REDIRECT -> {
        RoadCall call = client.get(base + "/moved");
        assertThat(call.text()).isEqualTo("at /end");
        assertThat(call.redirects()).hasSize(1);
      }
      case KEPT_CONNECTION -> {
        for (int i = 0; i < 3; i++) {
          assertThat(client.get(base + "/" + i).text()).isEqualTo("at /" + i);
        }
        if (origin != Origin.HTTP) {
          assertThat(server.connectionCount() - connectionsBefore).isEqualTo(1);
        }
      }
      case WEB_SOCKET ->
          assertThat(WebSocketProbe.echo(client.context(), socket(origin, null), "hello"))
              .isEqualTo("hello");
      case WEB_SOCKET_WITH_LOGIN -> {
        client
            .context()
            .authentication()
            .provider((challenge, decision) -> decision.logIn(AuthCredentials.of("bob", "pass")));
        assertThat(WebSocketProbe.echo(client.context(), socket(origin, "bob:pass"), "hello"))
            .isEqualTo("hello");
      }
    }
  }

  /** Over TLS the server offers no HTTP/2: there the handshake is the same. */
  private static String socket(Origin origin, String login) throws IOException {
    TestIdentity identity =
        origin == Origin.HTTP ? null : TestAuthority.shared().issue("127.0.0.1");
    WebSocketEcho echo =
        login == null
            ? WebSocketEcho.start(identity)
            : WebSocketEcho.startWithLogin(identity, login);
    SOCKETS.add(echo);
    return echo.url();
  }
}
