package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a {@code java.net.http.WebSocket.Builder} asks for, and how it is refused. */
class JavaNetBuilderTest extends JavaNetContract {
  /** How both clients fail to open a WebSocket. */
  private String refusal(RawServer.Script script, Building building) throws Exception {
    String[] outcomes = new String[2];
    for (int i = 0; i < 2; i++) {
      RawServer server = RawServer.start(script);
      servers.add(server);
      JavaNetProbe probe = new JavaNetProbe();
      WebSocket.Builder builder =
          i == 0 ? JDK.newWebSocketBuilder() : session.newWebSocketBuilder();
      URI uri = URI.create(server.url("/x").replace("http:", "ws:"));
      outcomes[i] = JavaNetProbe.outcome(building.build(builder, uri, probe));
      assertThat(probe.heard(0)).isEmpty();
    }
    assertThat(outcomes[1]).isEqualTo(outcomes[0]);
    return outcomes[1];
  }

  private interface Building {
    CompletableFuture<WebSocket> build(WebSocket.Builder builder, URI uri, WebSocket.Listener to);
  }

  private static void answers(RawConnection connection, String head) throws IOException {
    connection.readHead();
    connection.write(head + "\r\nX-Why: closed\r\nContent-Length: 0\r\n\r\n");
    connection.staySilent();
  }

  @Test
  void aServerThatRefuses() throws Exception {
    for (String status : List.of("404 No", "401 Login", "302 Elsewhere", "503 Later", "200 OK")) {
      assertThat(
              refusal(
                  connection -> answers(connection, "HTTP/1.1 " + status),
                  WebSocket.Builder::buildAsync))
          .isEqualTo("WebSocketHandshakeException " + status.substring(0, 3));
    }
    RawServer server = RawServer.start(connection -> answers(connection, "HTTP/1.1 404 No"));
    servers.add(server);
    Throwable thrown =
        catchThrowable(
            () ->
                open(
                    session.newWebSocketBuilder(),
                    URI.create("ws://127.0.0.1:" + server.port() + "/x"),
                    new JavaNetProbe()));
    WebSocketHandshakeException refused = (WebSocketHandshakeException) thrown.getCause();
    assertThat(refused.getResponse().headers().firstValue("x-why")).hasValue("closed");
    assertThat(refused.getResponse().uri()).isEqualTo(URI.create(server.url("/x")));
    assertThat(refused.getResponse().request().uri()).isEqualTo(URI.create(server.url("/x")));
    assertThat(refused).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anAnswerThatIsNone() throws Exception {
    assertThat(
            refusal(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          + "Sec-WebSocket-Accept: wrong\r\n\r\n");
                  connection.staySilent();
                },
                WebSocket.Builder::buildAsync))
        .isEqualTo("WebSocketHandshakeException 101");
  }

  @Test
  void nobodyListens() throws Exception {
    URI nowhere;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = URI.create("ws://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    assertThat(
            refusal(connection -> {}, (builder, uri, probe) -> builder.buildAsync(nowhere, probe)))
        .isEqualTo("IOException");
  }

  @Test
  void theTimeIsOver() throws Exception {
    assertThat(
            refusal(
                connection -> {
                  connection.readHead();
                  connection.staySilent();
                },
                (builder, uri, probe) ->
                    builder.connectTimeout(Duration.ofMillis(300)).buildAsync(uri, probe)))
        .isEqualTo("HttpTimeoutException");
  }

  @Test
  void whatCannotBeBuilt() throws Exception {
    List<Building> wrong =
        List.of(
            (builder, uri, probe) -> builder.connectTimeout(Duration.ZERO).buildAsync(uri, probe),
            (builder, uri, probe) ->
                builder.connectTimeout(Duration.ofSeconds(-1)).buildAsync(uri, probe),
            (builder, uri, probe) ->
                builder.header("Sec-WebSocket-Key", "x").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.header("Connection", "x").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.header("a b", "x").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.header("X", "a\r\nb").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.subprotocols("a", "a").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.subprotocols("a b").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.buildAsync(URI.create("http://127.0.0.1/"), probe),
            (builder, uri, probe) -> builder.buildAsync(URI.create("/relative"), probe),
            (builder, uri, probe) -> builder.buildAsync(URI.create(uri + "#part"), probe));
    for (int i = 0; i < wrong.size(); i++) {
      assertThat(refusal(connection -> {}, wrong.get(i)))
          .as("case " + i)
          .isEqualTo("IllegalArgumentException");
    }
    for (WebSocket.Builder builder :
        List.of(JDK.newWebSocketBuilder(), session.newWebSocketBuilder())) {
      URI uri = URI.create("ws://127.0.0.1/");
      assertThatThrownBy(() -> builder.buildAsync(null, new JavaNetProbe()))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> builder.buildAsync(uri, null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> builder.header(null, "x")).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> builder.subprotocols(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> builder.connectTimeout(null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void headersAndSubprotocols() throws Exception {
    for (WebSocket.Builder builder :
        List.of(
            JDK.newWebSocketBuilder(),
            session.newWebSocketBuilder(
                WebSocketOptions.builder().compression(null).protocols("replaced").build()))) {
      CompletableFuture<List<String>> fields = new CompletableFuture<>();
      RawServer server =
          RawServer.start(
              connection -> {
                RawWebSocket socket =
                    RawWebSocket.accept(connection, "Sec-WebSocket-Protocol: soup");
                List<String> seen = new ArrayList<>(socket.headers("x-a"));
                seen.addAll(socket.headers("sec-websocket-protocol"));
                seen.addAll(socket.headers("sec-websocket-extensions"));
                fields.complete(seen);
                socket.echo();
              });
      servers.add(server);
      WebSocket socket =
          open(
              builder.header("X-A", "1").header("X-A", "2").subprotocols("chat", "soup"),
              URI.create("ws://127.0.0.1:" + server.port() + "/"),
              new JavaNetProbe());

      assertThat(socket.getSubprotocol()).isEqualTo("soup");
      assertThat(fields.get(JavaNetProbe.WAIT_SECONDS, TimeUnit.SECONDS))
          .containsExactly("1", "2", "chat, soup");
      socket.abort();
    }
  }
}
