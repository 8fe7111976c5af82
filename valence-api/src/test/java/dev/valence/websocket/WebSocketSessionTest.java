package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.NetworkConditions;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.net.cookie.CookieFilter;
import dev.valence.net.cookie.SameSite;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.tls.TlsSettings;
import dev.valence.netlog.NetLogOptions;
import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RelayProxy;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.WebSocketEcho;
import dev.valence.webrequest.BeforeRequestResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options and the session have to say in a WebSocket. */
class WebSocketSessionTest {
  private final Valence valence =
      Valence.builder()
          .tls(TlsSettings.builder().extraRoot(TestAuthority.shared().certificate()).build())
          .build();
  private final Session session = valence.session().fromPartition("sockets");
  private final BlockingQueue<RawWebSocket> handshakes = new LinkedBlockingQueue<>();
  private RawServer server;

  @BeforeEach
  void start() throws IOException {
    server = RawServer.start(this::answer);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
    assertThat(server.failures()).isEmpty();
  }

  private void answer(RawConnection connection) throws IOException {
    RawWebSocket socket =
        RawWebSocket.accept(connection, "Set-Cookie: from=handshake; SameSite=Strict");
    handshakes.add(socket);
    socket.goodbye(1000, "");
    socket.awaitGoodbye();
  }

  /** The handshake that the server gets. */
  private RawWebSocket handshake(WebSocketOptions.Builder options) throws InterruptedException {
    SocketProbe probe = SocketProbe.open(valence, server.url("/"), options);
    assertThat(probe.closed().code()).isEqualTo(1000);
    return handshakes.poll(20, TimeUnit.SECONDS);
  }

  private void setCookie() {
    session
        .cookies()
        .set(
            CookieDetails.builder()
                .url(server.url("/"))
                .name("key")
                .value("value")
                .sameSite(SameSite.STRICT)
                .build())
        .join();
  }

  // ---- Options

  @Test
  void n198_n323_headersOfTheProgram() throws Exception {
    RawWebSocket handshake = handshake(WebSocketOptions.builder().header("X-Custom", "electron"));

    assertThat(handshake.header("x-custom")).isEqualTo("electron");
    assertThatThrownBy(() -> WebSocketOptions.builder().header("Sec-WebSocket-Key", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Sec-WebSocket-Key");
    assertThatThrownBy(() -> WebSocketOptions.builder().header("Connection", "close"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WebSocketOptions.builder().header("Host", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WebSocketOptions.builder().header("X", "a\r\nb"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void n199_n325_theOriginIsTheServers() throws Exception {
    RawWebSocket handshake = handshake(WebSocketOptions.builder());

    assertThat(handshake.headers("origin")).containsExactly(server.origin());
    assertThat(handshake.headers("host")).containsExactly("127.0.0.1:" + server.port());
    assertThat(handshake.headers("upgrade")).containsExactly("websocket");
    assertThat(handshake.headers("connection")).containsExactly("Upgrade");
    assertThat(handshake.headers("sec-websocket-version")).containsExactly("13");
    assertThat(handshake.headers("cache-control")).containsExactly("no-cache");
    assertThat(handshake.headers("user-agent")).containsExactly(session.getUserAgent());
    assertThat(handshake.headers("sec-fetch-mode")).isEmpty();
    assertThat(handshake.headers("cookie")).isEmpty();
  }

  @Test
  void n325_wssGivesHttps() throws Exception {
    try (RawServer tls =
        RawServer.startTls(TestAuthority.shared().localhost(), this::answer, "http/1.1")) {
      SocketProbe probe = SocketProbe.open(valence, tls.url("/"));

      assertThat(probe.closed()).isEqualTo(new CloseEvent(1000, "", true));
      assertThat(probe.socket().url()).isEqualTo("wss://localhost:" + tls.port() + "/");
      assertThat(handshakes.take().headers("origin")).containsExactly(tls.origin());
    }
  }

  @Test
  void n323_anOriginOfTheProgram() throws Exception {
    RawWebSocket handshake =
        handshake(WebSocketOptions.builder().origin("https://app.example:8443/path"));

    assertThat(handshake.headers("origin")).containsExactly("https://app.example:8443");
    assertThatThrownBy(() -> WebSocketOptions.builder().origin("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void n201_n326_theSessionsCookies() throws Exception {
    setCookie();
    RawWebSocket handshake =
        handshake(WebSocketOptions.builder().session(session).useSessionCookies(true));

    assertThat(handshake.header("cookie")).isEqualTo("key=value");
    assertThat(session.cookies().get(CookieFilter.builder().name("from").build()).join())
        .singleElement()
        .satisfies(cookie -> assertThat(cookie.value()).isEqualTo("handshake"));
  }

  @Test
  void n202_n326_noCookiesUnlessAskedFor() throws Exception {
    setCookie();
    RawWebSocket handshake = handshake(WebSocketOptions.builder().session(session));

    assertThat(handshake.header("cookie")).isNull();
    assertThat(session.cookies().get(CookieFilter.builder().name("from").build()).join()).isEmpty();
  }

  @Test
  void n325_anotherSitesOriginGetsNoSameSiteCookies() throws Exception {
    setCookie();
    RawWebSocket handshake =
        handshake(
            WebSocketOptions.builder()
                .session(session)
                .useSessionCookies(true)
                .origin("https://elsewhere.example"));

    assertThat(handshake.header("cookie")).isNull();
  }

  @Test
  void n327_theSessionWins() throws Exception {
    setCookie();
    Session other = valence.session().fromPartition("others");

    assertThat(
            handshake(
                    WebSocketOptions.builder()
                        .session(session)
                        .partition("others")
                        .useSessionCookies(true))
                .header("cookie"))
        .isEqualTo("key=value");
    assertThat(
            handshake(WebSocketOptions.builder().partition("sockets").useSessionCookies(true))
                .header("cookie"))
        .contains("key=value");
    assertThat(
            handshake(WebSocketOptions.builder().partition("").useSessionCookies(true))
                .header("cookie"))
        .isNull();
    assertThat(handshake(WebSocketOptions.builder().session(other)).header("cookie")).isNull();
  }

  @Test
  void theSessionsOwnForm() throws Exception {
    setCookie();
    session.webSocket(server.url("/"), WebSocketOptions.builder().useSessionCookies(true).build());
    assertThat(handshakes.poll(20, TimeUnit.SECONDS).header("cookie")).isEqualTo("key=value");
    session.webSocket(server.url("/"));
    assertThat(handshakes.poll(20, TimeUnit.SECONDS).header("cookie")).isNull();

    Session other = valence.session().fromPartition("others");
    assertThatThrownBy(
            () ->
                session.webSocket(
                    server.url("/"), WebSocketOptions.builder().session(other).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name another session");
    try (Valence second = Valence.builder().build()) {
      assertThatThrownBy(
              () ->
                  second
                      .net()
                      .webSocket(
                          server.url("/"), WebSocketOptions.builder().session(session).build()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  // ---- The session's settings

  @Test
  void n342_theSessionsProxy() throws Exception {
    try (RelayProxy proxy = RelayProxy.start()) {
      session
          .setProxy(
              ProxyConfig.builder()
                  .proxyRules("http://127.0.0.1:" + proxy.port())
                  .proxyBypassRules("<-loopback>")
                  .build())
          .join();
      handshake(WebSocketOptions.builder().session(session));

      assertThat(proxy.heads())
          .singleElement()
          .asString()
          .startsWith("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1");
    }
  }

  @Test
  void n342_theSessionsJudgeOfCertificates() throws Exception {
    try (RawServer tls =
        RawServer.startTls(
            TestAuthority.create("nobody").issue("localhost"), this::answer, "http/1.1")) {
      SocketProbe refused =
          SocketProbe.open(valence, tls.url("/"), WebSocketOptions.builder().session(session));
      assertThat(refused.closed())
          .isEqualTo(new CloseEvent(1006, NetError.CERT_AUTHORITY_INVALID.text(), false));

      session.setCertificateVerifyProc((request, callback) -> callback.complete(0));
      SocketProbe accepted =
          SocketProbe.open(valence, tls.url("/"), WebSocketOptions.builder().session(session));
      assertThat(accepted.closed()).isEqualTo(new CloseEvent(1000, "", true));
    }
  }

  @Test
  void n342_theSessionsHostRules() throws Exception {
    session
        .configureHostResolver(
            HostResolverConfig.builder().hostRules("MAP sockets.example 127.0.0.1").build())
        .join();
    SocketProbe probe =
        SocketProbe.open(
            valence,
            "ws://sockets.example:" + server.port() + "/",
            WebSocketOptions.builder().session(session));

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1000, "", true));
    assertThat(handshakes.take().header("host")).isEqualTo("sockets.example:" + server.port());
  }

  @Test
  void aLoginByItsListener() throws Exception {
    try (WebSocketEcho echo = WebSocketEcho.startWithLogin(null, "bob:pass")) {
      SocketProbe probe =
          SocketProbe.open(
              valence,
              echo.url(),
              WebSocketOptions.builder(),
              socket ->
                  socket.addEventListener(
                      WebSocket.LOGIN, (challenge, callback) -> callback.call("bob", "pass")));
      probe.opened();
      probe.socket().send("in");

      assertThat(probe.message().text()).isEqualTo("in");
    }
  }

  @Test
  void aLoginThatNobodyGives() throws Exception {
    try (WebSocketEcho echo = WebSocketEcho.startWithLogin(null, "bob:pass")) {
      SocketProbe probe =
          SocketProbe.open(
              valence,
              echo.url(),
              WebSocketOptions.builder(),
              socket ->
                  socket.addEventListener(
                      WebSocket.LOGIN, (challenge, callback) -> callback.call()));

      assertThat(probe.closed())
          .isEqualTo(new CloseEvent(1006, "net::ERR_INVALID_RESPONSE", false));
      assertThat(probe.error().detail()).contains("Unexpected response code: 401");
    }
  }

  @Test
  void offlineEndsIt() throws Exception {
    try (WebSocketEcho echo = WebSocketEcho.start(null)) {
      SocketProbe open =
          SocketProbe.open(valence, echo.url(), WebSocketOptions.builder().session(session));
      open.opened();
      session.enableNetworkEmulation(NetworkConditions.builder().offline(true).build());

      CloseEvent cut = new CloseEvent(1006, "net::ERR_INTERNET_DISCONNECTED", false);
      assertThat(open.closed()).isEqualTo(cut);
      assertThat(
              SocketProbe.open(valence, echo.url(), WebSocketOptions.builder().session(session))
                  .closed())
          .isEqualTo(cut);
    }
  }

  @Test
  void aListenerOfWebRequestMayStopIt() {
    session
        .webRequest()
        .onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    SocketProbe probe =
        SocketProbe.open(valence, server.url("/"), WebSocketOptions.builder().session(session));

    assertThat(probe.closed().reason()).isEqualTo("net::ERR_BLOCKED_BY_CLIENT");
  }

  @Test
  void whileANetLogAndAHarAreRecorded(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("net.json");
    session
        .netLog()
        .startLogging(
            log, NetLogOptions.builder().captureMode(NetLogCaptureMode.EVERYTHING).build())
        .join();
    Path har = folder.resolve("net.har");
    session.har().start(har).join();
    try (WebSocketEcho echo = WebSocketEcho.start(null)) {
      SocketProbe probe =
          SocketProbe.open(valence, echo.url(), WebSocketOptions.builder().session(session));
      probe.opened();
      probe.socket().send("seen");
      assertThat(probe.message().text()).isEqualTo("seen");
      probe.socket().close();
      probe.closed();
    }
    session.netLog().stopLogging().join();
    session.har().stop().join();

    assertThat(Files.readString(log)).contains("ws://127.0.0.1:").contains("Upgrade: websocket");
    assertThat(Files.readString(har))
        .contains("ws://127.0.0.1:")
        .containsPattern("\"status\"\\s*:\\s*101");
  }
}
