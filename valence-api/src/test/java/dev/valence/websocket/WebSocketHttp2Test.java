package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.net.cookie.CookieFilter;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.NodeHttp2WebSocket;
import dev.valence.testkit.TestAuthority;
import dev.valence.webrequest.BeforeSendResponse;
import dev.valence.webrequest.HeadersReceivedDetails;
import dev.valence.webrequest.HeadersReceivedResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets on HTTP/2 connections that stand (RFC 8441), with Node's server. */
@Tag("peers")
class WebSocketHttp2Test {
  private static NodeHttp2WebSocket server;

  private final Valence valence =
      Valence.builder()
          .tls(TlsSettings.builder().extraRoot(TestAuthority.shared().certificate()).build())
          .build();
  private final Session session = valence.session().fromPartition("http2");

  @BeforeAll
  static void start() throws Exception {
    server = NodeHttp2WebSocket.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void close() {
    valence.close();
  }

  /** Makes the connection that WebSockets can travel on; its number. */
  private String connect() throws Exception {
    return session
        .fetch(server.origin() + "/")
        .get(20, TimeUnit.SECONDS)
        .text()
        .get(20, TimeUnit.SECONDS);
  }

  private SocketProbe open(String query) {
    return open(query, WebSocketOptions.builder());
  }

  private SocketProbe open(String query, WebSocketOptions.Builder options) {
    return SocketProbe.open(valence, server.url(query), options.session(session));
  }

  private static CloseEvent failed(NetError error) {
    return new CloseEvent(1006, error.text(), false);
  }

  @Test
  void itTravelsOnTheConnectionThatStands() throws Exception {
    String number = connect();
    SocketProbe first = open("a", WebSocketOptions.builder().header("X-Custom", "electron"));
    String request = first.message().text();

    assertThat(request)
        .contains("\"session\":" + number)
        .contains("\":method\":\"CONNECT\"")
        .contains("\":protocol\":\"websocket\"")
        .contains("\":scheme\":\"https\"")
        .contains("\":path\":\"/?a\"")
        .contains("\":authority\":\"" + server.origin().substring(8) + "\"")
        .contains("\"sec-websocket-version\":\"13\"")
        .contains("\"origin\":\"" + server.origin() + "\"")
        .contains("\"x-custom\":\"electron\"")
        .doesNotContain("sec-websocket-key")
        .doesNotContain("\"upgrade\"")
        .doesNotContain("\"connection\"");
    // Others share it, WebSockets and requests alike.
    SocketProbe second = open("b");
    assertThat(second.message().text()).contains("\"session\":" + number);
    assertThat(connect()).isEqualTo(number);
    first.socket().send("one");
    second.socket().send("two");
    assertThat(first.message().text()).isEqualTo("one");
    assertThat(second.message().text()).isEqualTo("two");
    first.socket().close(3000, "bye");
    assertThat(first.closed()).isEqualTo(new CloseEvent(3000, "bye", true));
    assertThat(first.events()).containsExactly("open", "message", "message", "close");
    second.socket().send("still here");
    assertThat(second.message().text()).isEqualTo("still here");
    assertThat(connect()).isEqualTo(number);
  }

  @Test
  void anotherSessionDoesNotUseIt() throws Exception {
    connect();
    SocketProbe probe =
        SocketProbe.open(
            valence,
            server.url(""),
            WebSocketOptions.builder().session(valence.session().fromPartition("other")));

    // Node's server speaks nothing but HTTP/2, and a connection of its own offers HTTP/1.1 only.
    assertThat(probe.closed().code()).isEqualTo(1006);
    assertThat(probe.events()).containsExactly("error", "close");
  }

  @Test
  void messagesOfAllSizes() throws Exception {
    connect();
    SocketProbe probe = open("");
    probe.message();
    Random random = new Random(8441);
    // More than the windows of both sides.
    for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 1 << 20, 9 << 20}) {
      byte[] message = new byte[size];
      random.nextBytes(message);
      probe.socket().send(message);
      List<byte[]> fragments = new ArrayList<>();
      fragments.add(probe.message().bytes());

      assertThat(fragments.get(0)).isEqualTo(message);
    }
    assertThat(probe.socket().bufferedAmount()).isZero();
  }

  @Test
  void manyOnOneConnection() throws Exception {
    connect();
    List<SocketProbe> probes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      probes.add(open("number=" + i));
    }
    for (int i = 0; i < 40; i++) {
      assertThat(probes.get(i).message().text()).contains("\"session\":").contains("number=" + i);
    }
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 40; i++) {
        probes.get(i).socket().send((i + " " + round + " ").repeat(1 + 700 * i));
      }
    }
    for (int i = 0; i < 40; i++) {
      for (int round = 0; round < 5; round++) {
        assertThat(probes.get(i).message().text())
            .isEqualTo((i + " " + round + " ").repeat(1 + 700 * i));
      }
      probes.get(i).socket().close(3000 + i);
    }
    for (int i = 0; i < 40; i++) {
      assertThat(probes.get(i).closed()).isEqualTo(new CloseEvent(3000 + i, "", true));
    }
  }

  @Test
  void withBackPressure() throws Exception {
    connect();
    try (WebSocketStream stream =
        session
            .webSocketStream(server.url(""), WebSocketOptions.defaults())
            .get(20, TimeUnit.SECONDS)) {
      assertThat(stream.receive().text()).contains(":protocol");
      byte[] message = new byte[1 << 20];
      for (int i = 0; i < 12; i++) {
        stream.send(message).get(20, TimeUnit.SECONDS);
      }
      // Nobody has read meanwhile: the window to this side is full, and nothing is lost.
      for (int i = 0; i < 12; i++) {
        assertThat(stream.receive().bytes()).hasSize(1 << 20);
      }
    }
  }

  @Test
  void asAWebSocketOfJava() throws Exception {
    connect();
    java.net.http.WebSocket.Builder builder = session.newWebSocketBuilder();
    CompletableFuture<String> first = new CompletableFuture<>();
    java.net.http.WebSocket socket =
        builder
            .buildAsync(
                URI.create(server.url("")),
                new java.net.http.WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      java.net.http.WebSocket from, CharSequence data, boolean last) {
                    first.complete(data.toString());
                    return null;
                  }
                })
            .get(20, TimeUnit.SECONDS);
    assertThat(first.get(20, TimeUnit.SECONDS)).contains("\":protocol\":\"websocket\"");
    socket.abort();

    assertThatThrownBy(
            () ->
                builder
                    .buildAsync(
                        URI.create(server.url("status=403")),
                        new java.net.http.WebSocket.Listener() {})
                    .get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> {
              assertThat(refused.getResponse().statusCode()).isEqualTo(403);
              assertThat(refused.getResponse().version()).isEqualTo(HttpClient.Version.HTTP_2);
            });
  }

  @Test
  void n330_compression() throws Exception {
    connect();
    SocketProbe probe = open("extensions=permessage-deflate");
    assertThat(probe.message().text()).contains("permessage-deflate");
    String text = "again and ".repeat(10_000);
    for (int i = 0; i < 3; i++) {
      probe.socket().send(text);
      assertThat(probe.message().text()).isEqualTo(text);
    }
    assertThat(probe.socket().extensions()).isEqualTo("permessage-deflate");
  }

  @Test
  void n182_n329_aSubprotocol() throws Exception {
    connect();
    SocketProbe probe =
        open("protocol=chat", WebSocketOptions.builder().protocols("chat", "superchat"));
    probe.opened();
    assertThat(probe.socket().protocol()).isEqualTo("chat");
    assertThat(probe.message().text()).contains("\"sec-websocket-protocol\":\"chat, superchat\"");
  }

  @Test
  void n201_n326_cookiesBothWays() throws Exception {
    connect();
    session
        .cookies()
        .set(CookieDetails.builder().url(server.origin() + "/").name("key").value("value").build())
        .join();
    SocketProbe probe =
        open("cookie=from%3Dhandshake", WebSocketOptions.builder().useSessionCookies(true));

    assertThat(probe.message().text()).contains("\"cookie\":\"key=value\"");
    assertThat(session.cookies().get(CookieFilter.builder().name("from").build()).join())
        .singleElement()
        .satisfies(cookie -> assertThat(cookie.value()).isEqualTo("handshake"));
  }

  @Test
  void aLogin() throws Exception {
    String number = connect();
    SocketProbe probe =
        SocketProbe.open(
            valence,
            server.url("login=bob:pass"),
            WebSocketOptions.builder().session(session),
            socket ->
                socket.addEventListener(
                    WebSocket.LOGIN, (challenge, callback) -> callback.call("bob", "pass")));

    assertThat(probe.message().text()).contains("\"session\":" + number);
    SocketProbe refused = open("login=eve:pass");
    assertThat(refused.closed()).isEqualTo(failed(NetError.INVALID_RESPONSE));
    assertThat(refused.error().detail()).contains("Unexpected response code: 401");
    assertThat(connect()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "status=403, Unexpected response code: 403",
    "status=302, Unexpected response code: 302",
    "status=500, Unexpected response code: 500",
    "protocol=chat, Response must not include 'Sec-WebSocket-Protocol' header",
    "extensions=x-unknown, x-unknown",
  })
  void n339_aRefusal(String query, String why) throws Exception {
    String number = connect();
    SocketProbe probe = open(query);

    assertThat(probe.closed()).isEqualTo(failed(NetError.INVALID_RESPONSE));
    assertThat(probe.error().detail()).contains(why);
    assertThat(probe.events()).containsExactly("error", "close");
    assertThat(connect()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "reset, HTTP2_PROTOCOL_ERROR",
    "end, CONNECTION_CLOSED",
    "destroy, CONNECTION_CLOSED",
  })
  void anEndWithoutAGoodbye(String then, NetError error) throws Exception {
    connect();
    SocketProbe probe = open("then=" + then);
    probe.message();
    probe.socket().send("go");

    assertThat(probe.closed().code()).isEqualTo(1006);
    // How Node ends is not always the same: END_STREAM may come before a reset, and whether an
    // abrupt end of the connection is a reset depends on what lies in the sockets' buffers.
    assertThat(probe.closed().reason())
        .isIn(error.text(), NetError.CONNECTION_CLOSED.text(), NetError.CONNECTION_RESET.text());
    assertThat(probe.events()).containsExactly("open", "message", "error", "close");
  }

  @Test
  void itOutlivesAGoaway() throws Exception {
    String number = connect();
    SocketProbe probe = open("then=goaway");
    probe.message();
    probe.socket().send("one");
    assertThat(probe.message().text()).isEqualTo("one");
    probe.socket().send("two");
    assertThat(probe.message().text()).isEqualTo("two");
    assertThat(connect()).isNotEqualTo(number);
    probe.socket().close(1000);

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1000, "", true));
  }

  @Test
  void closeAllConnectionsEndsIt() throws Exception {
    connect();
    SocketProbe probe = open("");
    probe.opened();
    session.closeAllConnections().join();

    assertThat(probe.closed()).isEqualTo(failed(NetError.ABORTED));
  }

  @Test
  void s278_listenersOfWebRequest() throws Exception {
    connect();
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    session
        .webRequest()
        .onBeforeSendHeaders(
            (details, callback) -> {
              heard.add("onBeforeSendHeaders " + details.method());
              callback.call(BeforeSendResponse.proceed());
            });
    session
        .webRequest()
        .onHeadersReceived(
            (details, callback) -> {
              heard.add(line(details));
              callback.call(HeadersReceivedResponse.proceed());
            });
    session
        .webRequest()
        .onResponseStarted(details -> heard.add("onResponseStarted " + details.statusCode()));
    session.webRequest().onCompleted(details -> heard.add("onCompleted " + details.error()));
    SocketProbe probe = open("");
    probe.message();
    probe.socket().send("x");
    probe.message();

    assertThat(heard)
        .containsExactly(
            "onBeforeSendHeaders GET",
            "onHeadersReceived GET HTTP/1.1 200",
            "onResponseStarted 200",
            "onCompleted net::ERR_WS_UPGRADE");
  }

  private static String line(HeadersReceivedDetails details) {
    return ("onHeadersReceived " + details.method() + " " + details.statusLine()).strip();
  }

  @Test
  void closingWhileItOpens() throws Exception {
    String number = connect();
    SocketProbe probe = open("");
    probe.socket().close();

    assertThat(probe.closed().code()).isEqualTo(1006);
    assertThat(connect()).isEqualTo(number);
  }
}
