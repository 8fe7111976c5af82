package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.fetch.Blob;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of {@code net.WebSocket}: constructor, life cycle, messages, handlers. */
class WebSocketTest {
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

  private String serve(RawServer.Script script) throws IOException {
    server = RawServer.start(script);
    return server.url("/").replace("http:", "ws:");
  }

  private String echoes() throws IOException {
    return serve(connection -> RawWebSocket.accept(connection).echo());
  }

  private SocketProbe probe(String url) {
    return SocketProbe.open(valence, url);
  }

  /** A port on which nothing listens. */
  private static String nowhere() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "ws://127.0.0.1:" + socket.getLocalPort() + "/";
    }
  }

  // ---- Constructor

  @ParameterizedTest
  @ValueSource(strings = {"not a url", "", "ws://", "ws://a b/", "//example.com"})
  void n174_textThatIsNoUrl(String text) {
    assertThatThrownBy(() -> valence.net().webSocket(text))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("Invalid URL")
        .asString()
        .startsWith("SyntaxError: Failed to construct 'WebSocket': ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.com/", "file:///x", "data:,x", "about:blank"})
  void n175_n322_otherSchemes(String url) {
    assertThatThrownBy(() -> valence.net().webSocket(url))
        .isInstanceOfSatisfying(
            DomException.class, e -> assertThat(e.name()).isEqualTo("SyntaxError"))
        .hasMessageContaining("The URL's scheme must be either 'http', 'https', 'ws', or 'wss'");
  }

  @Test
  void aFragmentIsRefused() {
    assertThatThrownBy(() -> valence.net().webSocket("ws://example.com/#part"))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("contains a fragment identifier ('part')");
  }

  @Test
  void n177_n322_httpIsRewritten() throws Exception {
    serve(
        connection -> {
          RawWebSocket socket = RawWebSocket.accept(connection);
          socket.goodbye(1000, "");
          socket.awaitGoodbye();
        });
    SocketProbe probe = probe(server.url("/path?query"));

    assertThat(probe.socket().url())
        .isEqualTo(server.url("/path?query").replace("http:", "ws:"))
        .startsWith("ws:");
    assertThat(probe.closed()).isEqualTo(new CloseEvent(1000, "", true));
    assertThat(probe.events()).containsExactly("open", "close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"has space", "", "a,b", "ä", "a\r\nb", "(x)"})
  void n178_aSubprotocolThatIsNoToken(String protocol) {
    assertThatThrownBy(() -> valence.net().webSocket("ws://127.0.0.1/", protocol))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("The subprotocol '" + protocol + "' is invalid.");
  }

  @ParameterizedTest
  @CsvSource({"chat,chat", "chat,CHAT"})
  void n179_aSubprotocolTwice(String one, String other) {
    assertThatThrownBy(() -> valence.net().webSocket("ws://127.0.0.1/", List.of(one, other)))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("The subprotocol '" + other + "' is duplicated.");
  }

  // ---- Life cycle

  @Test
  void n181_n335_fromConnectingToClosed() throws Exception {
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              assertThat(socket.readMessage().text()).isEqualTo("bye");
              socket.goodbye(1000, "done");
              assertThat(socket.awaitGoodbye().closeCode()).isEqualTo(1000);
            });
    List<Integer> states = Collections.synchronizedList(new ArrayList<>());
    SocketProbe probe =
        SocketProbe.open(
            valence,
            url,
            WebSocketOptions.builder(),
            socket -> {
              states.add(socket.readyState());
              socket.addEventListener(WebSocket.OPENED, () -> states.add(socket.readyState()));
              socket.addEventListener(WebSocket.CLOSE, event -> states.add(socket.readyState()));
            });
    assertThat(probe.opened()).isEqualTo(WebSocket.OPEN);
    probe.socket().send("bye");

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1000, "done", true));
    assertThat(probe.socket().readyState()).isEqualTo(WebSocket.CLOSED);
    valence.close();
    assertThat(states).containsExactly(0, 1, 3);
    assertThat(List.of(WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void n182_n323_n329_theServersChoice() throws Exception {
    CompletableFuture<String> offered = new CompletableFuture<>();
    CompletableFuture<String> before = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection, "Sec-WebSocket-Protocol: chat");
              offered.complete(socket.header("sec-websocket-protocol"));
              socket.echo();
            });
    SocketProbe probe =
        SocketProbe.open(
            valence,
            url,
            WebSocketOptions.builder().protocols("chat", "superchat"),
            socket -> before.complete(socket.protocol()));
    assertThat(probe.opened()).isEqualTo(1);
    assertThat(probe.socket().protocol()).isEqualTo("chat");
    assertThat(SocketProbe.get(offered)).isEqualTo("chat, superchat");
    assertThat(SocketProbe.get(before)).isEmpty();
  }

  @Test
  void n323_n329_oneSubprotocolAndNone() throws Exception {
    CompletableFuture<String> offered = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.read(connection);
              String wanted = socket.header("sec-websocket-protocol");
              if (wanted == null) {
                connection.write(socket.answer());
              } else {
                offered.complete(wanted);
                connection.write(socket.answer("Sec-WebSocket-Protocol: " + wanted));
              }
              socket.echo();
            });
    CompletableFuture<String> chosen = new CompletableFuture<>();
    WebSocket one = valence.net().webSocket(url, "chat");
    one.onmessage(event -> chosen.complete(one.protocol()));
    one.onopen(() -> one.send("open"));
    if (one.readyState() == WebSocket.OPEN) {
      one.send("open already");
    }
    SocketProbe none = probe(url);
    none.opened();

    assertThat(none.socket().protocol()).isEmpty();
    assertThat(SocketProbe.get(offered)).isEqualTo("chat");
    assertThat(SocketProbe.get(chosen)).isEqualTo("chat");
  }

  @Test
  void n183_n339_nothingListens() throws Exception {
    SocketProbe probe = probe(nowhere());

    assertThat(probe.closed())
        .isEqualTo(new CloseEvent(1006, "net::ERR_CONNECTION_REFUSED", false));
    assertThat(probe.error()).hasMessage("net::ERR_CONNECTION_REFUSED");
    assertThat(probe.events()).containsExactly("error", "close");
    assertThat(probe.socket().readyState()).isEqualTo(WebSocket.CLOSED);
  }

  @Test
  void n185_n337_closeWhileConnecting() throws Exception {
    String url = nowhere();
    CompletableFuture<List<Integer>> states = new CompletableFuture<>();
    CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    // On the event thread, as in Electron: nothing can happen between the two calls.
    SocketProbe.open(
        valence,
        url,
        WebSocketOptions.builder(),
        outer ->
            outer.onclose(
                event -> {
                  WebSocket socket = valence.net().webSocket(url);
                  socket.onclose(closed::complete);
                  int before = socket.readyState();
                  socket.close();
                  states.complete(List.of(before, socket.readyState()));
                }));

    assertThat(SocketProbe.get(states)).containsExactly(0, 2);
    CloseEvent event = SocketProbe.get(closed);
    assertThat(event.code()).isEqualTo(1006);
    assertThat(event.wasClean()).isFalse();
  }

  @Test
  void n185_n337_closeBeforeTheServerAnswers() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> left = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket.read(connection);
              asked.complete(null);
              connection.staySilent();
              left.complete(null);
            });
    SocketProbe probe = probe(url);
    SocketProbe.get(asked);
    probe.socket().close(3001, "never sent");

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1006, "net::ERR_ABORTED", false));
    assertThat(probe.events()).containsExactly("error", "close");
    SocketProbe.get(left);
  }

  @Test
  void n185_closeInTheFirstListenersCall() throws Exception {
    SocketProbe probe =
        SocketProbe.open(valence, nowhere(), WebSocketOptions.builder(), WebSocket::close);

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1006, "net::ERR_ABORTED", false));
  }

  @Test
  void n186_n335_theChecksOfClose() throws Exception {
    SocketProbe probe = probe(echoes());
    probe.opened();
    WebSocket socket = probe.socket();

    for (int code : new int[] {1234, 0, -1, 999, 1001, 2999, 5000, 66536}) {
      assertThatThrownBy(() -> socket.close(code))
          .isInstanceOf(InvalidAccessException.class)
          .hasMessageContaining("3000 and 4999. " + code + " is neither.")
          .asString()
          .startsWith("InvalidAccessError: ");
    }
    assertThatThrownBy(() -> socket.close(1000, "x".repeat(124)))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("123 UTF-8 bytes");
    assertThatThrownBy(() -> socket.close(1000, "ä".repeat(62)))
        .isInstanceOf(SyntaxException.class);
    assertThat(socket.readyState()).isEqualTo(WebSocket.OPEN);
    socket.close(3001, "bye");
    assertThat(socket.readyState()).isIn(WebSocket.CLOSING, WebSocket.CLOSED);
    assertThatThrownBy(() -> socket.close(1001)).isInstanceOf(InvalidAccessException.class);

    assertThat(probe.closed()).isEqualTo(new CloseEvent(3001, "bye", true));
    assertThat(probe.events()).containsExactly("open", "close");
  }

  @ParameterizedTest
  @CsvSource({"1000,''", "3000,x", "4999,ä"})
  void n335_theCodesThatMayBeGiven(int code, String reason) throws Exception {
    SocketProbe probe = probe(echoes());
    probe.opened();
    probe.socket().close(code, reason);

    assertThat(probe.closed()).isEqualTo(new CloseEvent(code, reason, true));
  }

  @Test
  void closeWithoutACodeSendsNone() throws Exception {
    SocketProbe probe = probe(echoes());
    probe.opened();
    probe.socket().close();

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1005, "", true));
  }

  // ---- Messages

  @Test
  void n187_n333_n341_textIsText() throws Exception {
    SocketProbe probe = probe(echoes());
    probe.opened();
    String text = "grüße, 世界 🌍\u0000";
    probe.socket().send(text);
    probe.socket().send("");
    probe.socket().send("a\ud800b");

    MessageEvent message = probe.message();
    assertThat(message.data()).isEqualTo(text);
    assertThat(message.isText()).isTrue();
    assertThat(message.origin()).isEqualTo("ws://127.0.0.1:" + server.port());
    assertThat(probe.message().text()).isEmpty();
    assertThat(probe.message().text()).isEqualTo("a\ufffdb");
  }

  private SocketProbe bytesOnConnect(BinaryType type, byte[] bytes) throws IOException {
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.binary(bytes);
              socket.echo();
            });
    return SocketProbe.open(
        valence,
        url,
        WebSocketOptions.builder(),
        socket -> {
          assertThat(socket.binaryType()).isEqualTo(BinaryType.NODEBUFFER);
          socket.binaryType(type);
          assertThat(socket.binaryType()).isEqualTo(type);
        });
  }

  @Test
  void n189_n331_anArrayBufferIsAByteArray() throws Exception {
    byte[] bytes = {1, 2, 3};
    MessageEvent message = bytesOnConnect(BinaryType.ARRAYBUFFER, bytes).message();

    assertThat(message.data()).isEqualTo(bytes);
    assertThat(message.bytes()).isEqualTo(bytes);
    assertThatThrownBy(message::text).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void n190_n331_aBlob() throws Exception {
    byte[] bytes = {4, 5};
    MessageEvent message = bytesOnConnect(BinaryType.BLOB, bytes).message();

    assertThat(message.data()).isInstanceOf(Blob.class);
    assertThat(((Blob) message.data()).bytes()).isEqualTo(bytes);
    assertThat(message.bytes()).isEqualTo(bytes);
  }

  @Test
  void n331_n341_aNodeBufferIsAByteBuffer() throws Exception {
    byte[] bytes = {6, 7, 8};
    MessageEvent message = bytesOnConnect(BinaryType.NODEBUFFER, bytes).message();

    assertThat(message.data()).isEqualTo(ByteBuffer.wrap(bytes));
    assertThat(message.bytes()).isEqualTo(bytes);
    assertThat(BinaryType.values())
        .extracting(BinaryType::wireName)
        .containsExactly("nodebuffer", "arraybuffer", "blob");
  }

  @Test
  void n191_n333_aLargeMessage() throws Exception {
    byte[] sent = new byte[2 << 20];
    new Random(7).nextBytes(sent);
    CompletableFuture<byte[]> received = new CompletableFuture<>();
    CompletableFuture<Boolean> allMasked = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              Frame message = socket.readMessage();
              allMasked.complete(message.masked());
              received.complete(message.payload());
              socket.text(String.valueOf(message.payload().length));
              socket.echo();
            });
    SocketProbe probe = probe(url);
    probe.opened();
    probe.socket().send(sent);

    assertThat(probe.message().text()).isEqualTo("2097152");
    assertThat(SocketProbe.get(received)).isEqualTo(sent);
    assertThat(SocketProbe.get(allMasked)).isTrue();
    assertThat(probe.socket().bufferedAmount()).isZero();
  }

  @Test
  void n193_n334_sendWhileConnecting() throws Exception {
    String url =
        serve(
            connection -> {
              RawWebSocket.read(connection);
              connection.staySilent();
            });
    WebSocket socket = valence.net().webSocket(url);

    assertThatThrownBy(() -> socket.send("too early"))
        .isInstanceOf(InvalidStateException.class)
        .isInstanceOfSatisfying(
            DomException.class, e -> assertThat(e.name()).isEqualTo("InvalidStateError"))
        .hasMessage("Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.");
    assertThat(socket.bufferedAmount()).isZero();
  }

  @Test
  void n194_nothingIsBuffered() throws Exception {
    SocketProbe probe = probe(echoes());
    probe.opened();

    assertThat(probe.socket().bufferedAmount()).isZero();
  }

  @Test
  void n195_sendAfterTheEndIsCounted() throws Exception {
    SocketProbe probe = probe(echoes());
    probe.opened();
    probe.socket().close();
    probe.socket().send("ä");
    probe.closed();

    assertThat(probe.socket().readyState()).isEqualTo(WebSocket.CLOSED);
    assertThatCode(() -> probe.socket().send("discarded")).doesNotThrowAnyException();
    assertThat(probe.socket().bufferedAmount()).isEqualTo(2 + 9);
  }

  @Test
  void whatTheServerDoesNotReadIsBuffered() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    CompletableFuture<Long> received = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              connection.await(gate);
              long bytes = 0;
              for (int i = 0; i < 64; i++) {
                bytes += socket.readMessage().payload().length;
              }
              received.complete(bytes);
              socket.echo();
            });
    SocketProbe probe = probe(url);
    probe.opened();
    byte[] piece = new byte[1 << 20];
    for (int i = 0; i < 64; i++) {
      probe.socket().send(piece);
    }
    long waiting = probe.socket().bufferedAmount();
    assertThat(waiting).isBetween(16L << 20, 64L << 20);
    gate.complete(null);

    assertThat(SocketProbe.get(received)).isEqualTo(64L << 20);
    probe.socket().send("last");
    assertThat(probe.message().text()).isEqualTo("last");
    assertThat(probe.socket().bufferedAmount()).isZero();
  }

  @Test
  void n197_n333_theOrderIsKept() throws Exception {
    CompletableFuture<List<String>> received = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              List<String> all = new ArrayList<>();
              for (int i = 0; i < 6; i++) {
                Frame frame = socket.readMessage();
                all.add(frame.opcode() + frame.text());
              }
              received.complete(all);
              socket.echo();
            });
    SocketProbe probe = probe(url);
    probe.opened();
    WebSocket socket = probe.socket();
    socket.send("a");
    socket.send(Blob.of("b", "text/plain"));
    socket.send("c");
    socket.send(Blob.of("d", ""));
    socket.send("e");
    ByteBuffer buffer = ByteBuffer.wrap("xfx".getBytes(StandardCharsets.UTF_8), 1, 1);
    socket.send(buffer);

    assertThat(SocketProbe.get(received)).containsExactly("1a", "2b", "1c", "2d", "1e", "2f");
    assertThat(buffer.remaining()).isEqualTo(1);
  }

  @Test
  void messagesSentBeforeCloseStillGoOut() throws Exception {
    CompletableFuture<Integer> received = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              int messages = 0;
              Frame frame = socket.readMessage();
              while (frame.opcode() != 8) {
                messages++;
                frame = socket.readMessage();
              }
              received.complete(messages);
              socket.write(0x88, frame.payload());
            });
    SocketProbe probe = probe(url);
    probe.opened();
    for (int i = 0; i < 100; i++) {
      probe.socket().send(new byte[100_000]);
    }
    probe.socket().close(1000, "all said");

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1000, "all said", true));
    assertThat(SocketProbe.get(received)).isEqualTo(100);
  }

  // ---- Handlers

  @Test
  void n203_n338_handlersAndListeners() throws Exception {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    SocketProbe probe =
        SocketProbe.open(
            valence,
            echoes(),
            WebSocketOptions.builder(),
            socket -> {
              socket.onopen(
                  () -> {
                    heard.add("open");
                    socket.send("ping");
                  });
              socket.onmessage(
                  event -> {
                    heard.add("message " + event.data());
                    socket.close();
                  });
              socket.onclose(event -> heard.add("close"));
              socket.addEventListener(WebSocket.CLOSE, event -> heard.add("close too"));
            });
    probe.closed();
    valence.close();

    assertThat(heard).containsExactly("open", "message ping", "close", "close too");
  }

  @Test
  void n338_aHandlerKeepsItsPlaceAndNullTakesItAway() throws Exception {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Consumer<CloseEvent> twice = event -> heard.add("listener");
    SocketProbe probe =
        SocketProbe.open(
            valence,
            echoes(),
            WebSocketOptions.builder(),
            socket -> {
              assertThat(socket.onopen()).isNull();
              assertThat(socket.onmessage()).isNull();
              assertThat(socket.onerror()).isNull();
              assertThat(socket.onclose()).isNull();
              Runnable first = () -> heard.add("never");
              socket.onopen(first);
              assertThat(socket.onopen()).isSameAs(first);
              socket.onopen(null);
              assertThat(socket.onopen()).isNull();
              socket.onclose(event -> heard.add("first handler"));
              socket.addEventListener(WebSocket.CLOSE, twice);
              socket.addEventListener(WebSocket.CLOSE, twice);
              socket.onclose(event -> heard.add("second handler"));
              Consumer<CloseEvent> removed = event -> heard.add("removed");
              socket.on(WebSocket.CLOSE, removed).off(WebSocket.CLOSE, removed);
            });
    probe.opened();
    probe.socket().close();
    probe.closed();
    valence.close();

    assertThat(heard).containsExactly("second handler", "listener");
  }

  @Test
  void n338_n339_onerrorHearsOfAFailure() throws Exception {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    SocketProbe probe =
        SocketProbe.open(
            valence,
            nowhere(),
            WebSocketOptions.builder(),
            socket -> {
              socket.onerror(failure -> heard.add(failure.getMessage()));
              socket.onclose(event -> heard.add(event.reason()));
            });
    probe.closed();
    valence.close();

    assertThat(heard).containsExactly("net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_REFUSED");
  }

  @Test
  void listenersOfTheEventThreadMissNothing() throws Exception {
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.text("at once");
              socket.echo();
            });
    CompletableFuture<Object> heard = new CompletableFuture<>();
    SocketProbe.open(
        valence,
        url,
        WebSocketOptions.builder(),
        outer ->
            outer.onopen(
                () -> {
                  WebSocket inner = valence.net().webSocket(url);
                  inner.onmessage(event -> heard.complete(event.data()));
                }));

    assertThat(SocketProbe.get(heard)).isEqualTo("at once");
  }
}
