package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets with servers that do it wrong: each ends with one {@code close}, and says why. */
class WebSocketFailureTest {
  private final Valence valence = Valence.builder().build();
  private RawServer server;

  @AfterEach
  void close() {
    valence.close();
    if (server != null) {
      server.close();
      assertThat(server.failures()).isEmpty();
    }
  }

  private SocketProbe open(WebSocketOptions.Builder options, RawServer.Script script)
      throws IOException {
    server = RawServer.start(script);
    return SocketProbe.open(valence, server.url("/"), options);
  }

  private SocketProbe open(RawServer.Script script) throws IOException {
    return open(WebSocketOptions.builder(), script);
  }

  private static CloseEvent failed(NetError error) {
    return new CloseEvent(1006, error.text(), false);
  }

  // ---- The handshake

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok | Unexpected response code: 200",
        "HTTP/1.1 302 Found\\r\\nLocation: /x\\r\\nContent-Length: 0\\r\\n\\r\\n | Unexpected response code: 302",
        "HTTP/1.1 403 No\\r\\nContent-Length: 0\\r\\n\\r\\n | Unexpected response code: 403",
        "HTTP/1.1 500 Oh\\r\\nContent-Length: 0\\r\\n\\r\\n | Unexpected response code: 500",
        "HTTP/1.1 101 S\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n | 'Sec-WebSocket-Accept' header is missing",
        "HTTP/1.1 101 S\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: x\\r\\n\\r\\n | Incorrect 'Sec-WebSocket-Accept' header value",
      })
  void n339_aHandshakeThatIsNone(String answer, String why) throws Exception {
    SocketProbe probe =
        open(
            connection -> {
              connection.readHead();
              connection.write(answer.replace("\\r\\n", "\r\n"));
              connection.staySilent();
            });

    assertThat(probe.closed()).isEqualTo(failed(NetError.INVALID_RESPONSE));
    assertThat(probe.error().detail()).contains(why);
    assertThat(probe.events()).containsExactly("error", "close");
    assertThat(server.connectionCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Protocol: chat",
        "Sec-WebSocket-Extensions: x-unknown",
        "Sec-WebSocket-Extensions: permessage-deflate; unknown",
        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7",
        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=08",
        "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover=1",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
        "Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate",
        "Sec-WebSocket-Extensions: permessage-deflate; ;",
        "Sec-WebSocket-Extensions: ;",
      })
  void anAnswerToNoOffer(String field) throws Exception {
    SocketProbe probe = open(connection -> RawWebSocket.accept(connection, field).echo());

    assertThat(probe.closed()).isEqualTo(failed(NetError.INVALID_RESPONSE));
    assertThat(probe.events()).containsExactly("error", "close");
  }

  @Test
  void noSubprotocolChosen() throws Exception {
    SocketProbe probe =
        open(
            WebSocketOptions.builder().protocols("chat"),
            connection -> RawWebSocket.accept(connection).echo());

    assertThat(probe.closed()).isEqualTo(failed(NetError.INVALID_RESPONSE));
  }

  @Test
  void theServerLeavesBeforeItsAnswer() throws Exception {
    SocketProbe probe = open(RawConnection::readHead);

    assertThat(probe.closed().code()).isEqualTo(1006);
    assertThat(probe.closed().reason()).startsWith("net::ERR_");
    assertThat(probe.events()).containsExactly("error", "close");
  }

  // ---- The connection

  @Test
  void theServerLeavesWithoutAGoodbye() throws Exception {
    SocketProbe probe = open(RawWebSocket::accept);

    assertThat(probe.closed()).isEqualTo(failed(NetError.CONNECTION_CLOSED));
    assertThat(probe.events()).containsExactly("open", "error", "close");
  }

  @Test
  void theServerResetsTheConnection() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    SocketProbe probe =
        open(
            connection -> {
              RawWebSocket.accept(connection);
              connection.await(gate);
              connection.reset();
            });
    probe.opened();
    gate.complete(null);

    assertThat(probe.closed().code()).isEqualTo(1006);
    assertThat(probe.closed().reason())
        .isIn("net::ERR_CONNECTION_RESET", "net::ERR_CONNECTION_CLOSED");
    assertThat(probe.events()).containsExactly("open", "error", "close");
  }

  @Test
  void theServerLeavesInsteadOfAnsweringTheGoodbye() throws Exception {
    SocketProbe probe = open(connection -> RawWebSocket.accept(connection).awaitGoodbye());
    probe.opened();
    probe.socket().close(1000);

    assertThat(probe.closed()).isEqualTo(failed(NetError.CONNECTION_CLOSED));
  }

  @Test
  void theGoodbyeIsNotAnswered() throws Exception {
    SocketProbe probe =
        open(
            WebSocketOptions.builder().closeTimeout(Duration.ofMillis(200)),
            connection -> {
              RawWebSocket.accept(connection).awaitGoodbye();
              connection.staySilent();
            });
    probe.opened();
    probe.socket().close(1000);

    assertThat(probe.closed()).isEqualTo(failed(NetError.TIMED_OUT));
    assertThat(probe.events()).containsExactly("open", "error", "close");
  }

  @Test
  void theServerSaysGoodbyeAndKeepsTheConnection() throws Exception {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    SocketProbe probe =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.goodbye(4000, "ä");
              answer.complete(socket.awaitGoodbye().closeCode());
              connection.staySilent();
            });

    assertThat(probe.closed()).isEqualTo(new CloseEvent(4000, "ä", true));
    assertThat(SocketProbe.get(answer)).isEqualTo(4000);
    assertThat(probe.events()).containsExactly("open", "close");
  }

  @Test
  void whatComesBehindAGoodbyeIsNotRead() throws Exception {
    SocketProbe probe =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.goodbye(1000, "");
              socket.text("too late");
              connection.write(new byte[] {(byte) 0xff, (byte) 0xff});
              socket.awaitGoodbye();
            });

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1000, "", true));
    assertThat(probe.events()).containsExactly("open", "close");
  }

  @Test
  void bothSayGoodbyeAtOnce() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    SocketProbe probe =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              connection.await(gate);
              socket.goodbye(3000, "server");
              assertThat(socket.awaitGoodbye().closeCode()).isIn(3000, 3001);
            });
    probe.opened();
    gate.complete(null);
    probe.socket().close(3001, "client");

    assertThat(probe.closed()).isEqualTo(new CloseEvent(3000, "server", true));
    assertThat(probe.events()).containsExactly("open", "close");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "83 | | 1002 | Unrecognized frame opcode: 3",
        "a1 | | 1002 | One or more reserved bits are on",
        "80 | | 1002 | Received unexpected continuation frame",
        "09 | | 1002 | Received fragmented control frame",
        "81 | ff | 1007 | Could not decode a text frame as UTF-8",
        "88 | 00 | 1002 | invalid size body",
        "88 | 03ed | 1002 | reserved status code",
      })
  void aBrokenFrame(String first, String payload, int code, String why) throws Exception {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    byte[] bytes = payload == null ? new byte[0] : HexFormat.of().parseHex(payload.strip());
    SocketProbe probe =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.write(Integer.parseInt(first, 16), bytes);
              told.complete(socket.awaitGoodbye().closeCode());
            });

    assertThat(probe.closed()).isEqualTo(failed(NetError.WS_PROTOCOL_ERROR));
    assertThat(probe.error().detail()).contains(why);
    assertThat(SocketProbe.get(told)).isEqualTo(code);
    assertThat(probe.events()).containsExactly("open", "error", "close");
  }

  @Test
  void aMessageThatIsTooLarge() throws Exception {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    SocketProbe probe =
        open(
            WebSocketOptions.builder().maxMessageBytes(1000),
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.binary(new byte[1000]);
              socket.write(0x02, new byte[600]);
              socket.write(0x80, new byte[401]);
              told.complete(socket.awaitGoodbye().closeCode());
            });

    assertThat(probe.message().bytes()).hasSize(1000);
    assertThat(probe.closed()).isEqualTo(failed(NetError.MSG_TOO_BIG));
    assertThat(SocketProbe.get(told)).isEqualTo(1009);
    assertThat(probe.events()).containsExactly("open", "message", "error", "close");
  }

  @Test
  void aFrameThatIsTooLarge() throws Exception {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    SocketProbe probe =
        open(
            WebSocketOptions.builder().maxFrameBytes(100),
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.binary(new byte[101]);
              told.complete(socket.awaitGoodbye().closeCode());
            });

    assertThat(probe.closed()).isEqualTo(failed(NetError.MSG_TOO_BIG));
    assertThat(SocketProbe.get(told)).isEqualTo(1009);
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> WebSocketOptions.builder().maxMessageBytes(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxMessageBytes");
    assertThatThrownBy(() -> WebSocketOptions.builder().maxFrameBytes(0).build())
        .hasMessageContaining("maxFrameBytes");
    assertThatThrownBy(() -> WebSocketOptions.builder().closeTimeout(Duration.ZERO).build())
        .hasMessageContaining("closeTimeout");
    assertThatThrownBy(
            () -> WebSocketOptions.builder().pingInterval(Duration.ofSeconds(-1)).build())
        .hasMessageContaining("pingInterval");
  }

  // ---- Pings

  @Test
  void aPingIsAnswered() throws Exception {
    CompletableFuture<String> pong = new CompletableFuture<>();
    SocketProbe probe =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.write(0x01, new byte[] {'a'});
              socket.write(0x89, "payload".getBytes(StandardCharsets.UTF_8));
              RawWebSocket.Frame frame = socket.read();
              pong.complete(frame.opcode() + " " + frame.text());
              socket.write(0x8a, "unasked".getBytes(StandardCharsets.UTF_8));
              socket.write(0x80, new byte[] {'b'});
              socket.echo();
            });

    assertThat(SocketProbe.get(pong)).isEqualTo("10 payload");
    assertThat(probe.message().text()).isEqualTo("ab");
  }

  @Test
  void keepAlivePingsAreSentWhileTheLineIsSilent() throws Exception {
    CountDownLatch pings = new CountDownLatch(2);
    SocketProbe probe =
        open(
            // Long enough for an answer on a busy machine.
            WebSocketOptions.builder().pingInterval(Duration.ofMillis(1500)),
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              while (true) {
                RawWebSocket.Frame frame = socket.read();
                if (frame.opcode() == 9) {
                  pings.countDown();
                  socket.write(0x8a, frame.payload());
                } else if (frame.opcode() == 8) {
                  socket.write(0x88, frame.payload());
                  return;
                }
              }
            });

    assertThat(pings.await(20, TimeUnit.SECONDS)).isTrue();
    probe.socket().close(1000);
    assertThat(probe.closed()).isEqualTo(new CloseEvent(1000, "", true));
  }

  @Test
  void pingsWithoutAnAnswerEndTheConnection() throws Exception {
    SocketProbe probe =
        open(
            WebSocketOptions.builder().pingInterval(Duration.ofMillis(50)),
            connection -> {
              RawWebSocket.accept(connection);
              connection.staySilent();
            });

    assertThat(probe.closed()).isEqualTo(failed(NetError.TIMED_OUT));
    assertThat(probe.error().detail()).contains("ping");
  }

  // ---- Slow listeners and ends

  @Test
  void aSlowListenerSlowsTheServerDown() throws Exception {
    CountDownLatch listening = new CountDownLatch(1);
    CountDownLatch heard = new CountDownLatch(200);
    CompletableFuture<Void> allSent = new CompletableFuture<>();
    server =
        RawServer.start(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              for (int i = 0; i < 200; i++) {
                socket.binary(new byte[1 << 20]);
              }
              allSent.complete(null);
              socket.echo();
            });
    valence
        .net()
        .webSocket(
            server.url("/"),
            WebSocketOptions.builder()
                .listeners(
                    socket ->
                        socket.onmessage(
                            event -> {
                              awaitQuietly(listening);
                              heard.countDown();
                            }))
                .build());
    // 200 MiB fit into no socket's buffers: the server stands still as long as the listener does.
    server.takeConnection();
    assertThat(allSent.isDone()).isFalse();
    listening.countDown();

    assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
    SocketProbe.get(allSent);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void messagesInThousandsOfFragments() throws Exception {
    byte[] text = new byte[20_000];
    Arrays.fill(text, (byte) 'x');
    SocketProbe probe =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              for (int i = 0; i < text.length; i++) {
                socket.write(
                    (i == 0 ? 0x01 : 0x00) | (i == text.length - 1 ? 0x80 : 0),
                    new byte[] {text[i]});
              }
              socket.echo();
            });

    assertThat(probe.message().text()).isEqualTo(new String(text, StandardCharsets.UTF_8));
  }

  @Test
  void closingTheValenceEndsTheSocket() throws Exception {
    SocketProbe probe = open(connection -> RawWebSocket.accept(connection).echo());
    probe.opened();
    valence.close();

    assertThat(probe.closed()).isEqualTo(failed(NetError.CONTEXT_SHUT_DOWN));
  }

  @Test
  void closeAllConnectionsEndsTheSocket() throws Exception {
    SocketProbe probe = open(connection -> RawWebSocket.accept(connection).echo());
    probe.opened();
    valence.session().defaultSession().closeAllConnections().join();

    assertThat(probe.closed()).isEqualTo(failed(NetError.ABORTED));
  }
}
