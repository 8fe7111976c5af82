package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.Http2Frames;
import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawHttp2Connection;
import dev.valence.testkit.RawHttp2Server;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RelayProxy;
import dev.valence.testkit.TestAuthority;
import dev.valence.tls.CertificateVerifyCallback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which WebSockets travel on an HTTP/2 connection, and which get a connection of their own. */
class WebSocketHttp2ChoiceTest {
  private static final int CONNECT_PROTOCOL = 8;
  private static final byte[] TAKES_WEB_SOCKETS = Http2Frames.settings(CONNECT_PROTOCOL, 1);

  private final Valence valence =
      Valence.builder()
          .tls(TlsSettings.builder().extraRoot(TestAuthority.shared().certificate()).build())
          .build();
  private final Session session = valence.session().fromPartition("choice");
  private final BlockingQueue<String> ways = new LinkedBlockingQueue<>();
  private RawHttp2Server server;

  /** What the server does with a WebSocket on an HTTP/2 connection. */
  @FunctionalInterface
  private interface Answer {
    void to(int stream, RawHttp2Connection connection) throws IOException;
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
    assertThat(server.failures()).isEmpty();
  }

  private void start(byte[] settings, Answer answer) throws IOException {
    server =
        RawHttp2Server.startTls(
            TestAuthority.shared().issue("localhost", "sockets.example"),
            settings,
            connection -> serve(connection, answer),
            this::ownConnection);
  }

  private void serve(RawHttp2Connection connection, Answer answer) throws IOException {
    while (true) {
      RawHttp2Connection.Head head = connection.readRequest();
      if (head.headers().first(":method").equals("GET")) {
        connection.write(
            Http2Frames.headers(head.streamId(), true, Http2Frames.block(":status", "200")));
      } else {
        ways.add("h2 " + head.headers().first(":authority").replaceAll(":.*", ""));
        answer.to(head.streamId(), connection);
      }
    }
  }

  private void ownConnection(RawConnection connection) throws IOException {
    RawWebSocket socket = RawWebSocket.accept(connection);
    ways.add("own " + connection.alpn());
    socket.goodbye(1000, "");
    socket.awaitGoodbye();
  }

  /** Agrees, says goodbye and ends the stream. */
  private static void agree(int stream, RawHttp2Connection connection) throws IOException {
    connection.write(Http2Frames.headers(stream, false, Http2Frames.block(":status", "200")));
    connection.write(
        Http2Frames.data(
            stream, true, RawWebSocket.frame(0x88, RawWebSocket.closePayload(1000, ""))));
  }

  private void connect(String host) throws Exception {
    assertThat(
            session
                .fetch("https://" + host + ":" + server.port() + "/")
                .get(20, TimeUnit.SECONDS)
                .status())
        .isEqualTo(200);
  }

  private CloseEvent webSocket(String host) {
    return SocketProbe.open(
            valence,
            "wss://" + host + ":" + server.port() + "/",
            WebSocketOptions.builder().session(session))
        .closed();
  }

  private void assertClean(CloseEvent event) {
    assertThat(event).isEqualTo(new CloseEvent(1000, "", true));
  }

  @Test
  void aConnectionOfItsOwnOffersHttp11Alone() throws Exception {
    start(TAKES_WEB_SOCKETS, WebSocketHttp2ChoiceTest::agree);

    // The server would choose HTTP/2 if it were offered.
    assertClean(webSocket("localhost"));
    assertThat(ways).containsExactly("own http/1.1");
  }

  @Test
  void aConnectionThatStands() throws Exception {
    start(TAKES_WEB_SOCKETS, WebSocketHttp2ChoiceTest::agree);
    connect("localhost");

    assertClean(webSocket("localhost"));
    assertThat(ways).containsExactly("h2 localhost");
    assertThat(server.connectionCount()).isEqualTo(1);
  }

  @Test
  void aServerThatHasNotSaidThatItTakesThem() throws Exception {
    start(Http2Frames.settings(), WebSocketHttp2ChoiceTest::agree);
    connect("localhost");

    assertClean(webSocket("localhost"));
    assertThat(ways).containsExactly("own http/1.1");
  }

  @Test
  void aServerWithoutAFreeStream() throws Exception {
    start(
        Http2Frames.settings(CONNECT_PROTOCOL, 1, 3, 1),
        (stream, connection) ->
            connection.write(
                Http2Frames.headers(stream, false, Http2Frames.block(":status", "200"))));
    connect("localhost");
    SocketProbe first =
        SocketProbe.open(
            valence,
            "wss://localhost:" + server.port() + "/",
            WebSocketOptions.builder().session(session));
    first.opened();

    assertClean(webSocket("localhost"));
    assertThat(ways).containsExactly("h2 localhost", "own http/1.1");
    // A request gets another connection as well.
    connect("localhost");
    assertThat(server.connectionCount()).isEqualTo(3);
  }

  @Test
  void aServerThatWantsHttp11ForIt() throws Exception {
    start(
        TAKES_WEB_SOCKETS,
        (stream, connection) -> connection.write(Http2Frames.rstStream(stream, 13)));
    connect("localhost");

    assertClean(webSocket("localhost"));
    assertThat(ways).containsExactly("h2 localhost", "own http/1.1");
    connect("localhost");
    assertThat(server.connectionCount()).isEqualTo(2);
  }

  @Test
  void aServerThatGoesAway() throws Exception {
    start(TAKES_WEB_SOCKETS, (stream, connection) -> connection.write(Http2Frames.goAway(1, 0)));
    connect("localhost");

    assertClean(webSocket("localhost"));
    assertThat(ways).containsExactly("h2 localhost", "own http/1.1");
  }

  @Test
  void aServerThatResetsIt() throws Exception {
    start(
        TAKES_WEB_SOCKETS,
        (stream, connection) -> connection.write(Http2Frames.rstStream(stream, 2)));
    connect("localhost");

    assertThat(webSocket("localhost"))
        .isEqualTo(new CloseEvent(1006, NetError.HTTP2_PROTOCOL_ERROR.text(), false));
    assertThat(ways).containsExactly("h2 localhost");
  }

  @Test
  void n342_hostRulesOfTheSession() throws Exception {
    start(TAKES_WEB_SOCKETS, WebSocketHttp2ChoiceTest::agree);
    session
        .configureHostResolver(
            HostResolverConfig.builder().hostRules("MAP sockets.example 127.0.0.1").build())
        .join();
    connect("sockets.example");

    assertClean(webSocket("sockets.example"));
    assertThat(ways).containsExactly("h2 sockets.example");
    assertThat(server.connectionCount()).isEqualTo(1);
  }

  @Test
  void n342_theJudgeOfCertificates() throws Exception {
    start(TAKES_WEB_SOCKETS, WebSocketHttp2ChoiceTest::agree);
    session.setCertificateVerifyProc(
        (request, callback) -> callback.complete(CertificateVerifyCallback.ACCEPT));
    connect("localhost");
    assertClean(webSocket("localhost"));

    // What a new judge has not seen serves nobody any more.
    session.setCertificateVerifyProc(
        (request, callback) -> callback.complete(CertificateVerifyCallback.FAIL));
    assertThat(webSocket("localhost"))
        .isEqualTo(new CloseEvent(1006, NetError.FAILED.text(), false));
    assertThat(ways).containsExactly("h2 localhost");
  }

  @Test
  void n342_aProxyWithALogin() throws Exception {
    start(TAKES_WEB_SOCKETS, WebSocketHttp2ChoiceTest::agree);
    String login =
        Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.US_ASCII));
    try (RelayProxy proxy =
        RelayProxy.start(
            (head, connection) -> {
              if (head.contains("Proxy-Authorization: Basic " + login)) {
                return true;
              }
              connection.write(
                  "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                      + "Content-Length: 0\r\n\r\n");
              return false;
            })) {
      session
          .setProxy(
              ProxyConfig.builder()
                  .proxyRules("http://127.0.0.1:" + proxy.port())
                  .proxyBypassRules("<-loopback>")
                  .build())
          .join();
      // The listener of a WebSocket answers for the tunnel of its own connection.
      SocketProbe own =
          SocketProbe.open(
              valence,
              "wss://localhost:" + server.port() + "/",
              WebSocketOptions.builder().session(session),
              socket ->
                  socket.addEventListener(
                      WebSocket.LOGIN,
                      (challenge, callback) -> {
                        ways.add("login " + challenge.isProxy());
                        callback.call("ann", "secret");
                      }));
      assertClean(own.closed());
      assertThat(ways).containsExactly("login true", "own http/1.1");
      ways.clear();

      connect("localhost");
      int tunnels = proxy.heads().size();
      assertClean(webSocket("localhost"));
      assertThat(ways).containsExactly("h2 localhost");
      assertThat(proxy.heads()).hasSize(tunnels);

      // A connection that goes straight to the server is another way.
      session.setProxy(ProxyConfig.direct()).join();
      assertClean(webSocket("localhost"));
      assertThat(ways).containsExactly("h2 localhost", "own http/1.1");
    }
  }
}
