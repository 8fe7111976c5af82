package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.net.websocket.PerMessageDeflate;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code permessage-deflate} (RFC 7692) on public WebSockets. */
class WebSocketCompressionTest {
  private static final String AGREED = "Sec-WebSocket-Extensions: permessage-deflate";

  private final Valence valence = Valence.builder().build();
  private RawServer server;

  @AfterEach
  void close() {
    valence.close();
    server.close();
    assertThat(server.failures()).isEmpty();
  }

  private SocketProbe open(WebSocketOptions.Builder options, RawServer.Script script)
      throws IOException {
    server = RawServer.start(script);
    return SocketProbe.open(valence, server.url("/"), options);
  }

  @Test
  void n330_whatTheServerNegotiated() throws Exception {
    CompletableFuture<String> offer = new CompletableFuture<>();
    SocketProbe probe =
        open(
            WebSocketOptions.builder(),
            connection -> {
              RawWebSocket socket =
                  RawWebSocket.accept(connection, AGREED + "; client_max_window_bits=12");
              offer.complete(socket.header("sec-websocket-extensions"));
              socket.echo();
            });
    probe.opened();

    assertThat(probe.socket().extensions())
        .isEqualTo("permessage-deflate; client_max_window_bits=12");
    assertThat(SocketProbe.get(offer)).isEqualTo("permessage-deflate; client_max_window_bits");
  }

  @Test
  void n330_declinedItIsOff() throws Exception {
    CompletableFuture<Boolean> compressed = new CompletableFuture<>();
    SocketProbe probe =
        open(
            WebSocketOptions.builder(),
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              compressed.complete(socket.readMessage().compressed());
              socket.echo();
            });
    probe.opened();
    assertThat(probe.socket().extensions()).isEmpty();
    probe.socket().send("plain".repeat(100));

    assertThat(SocketProbe.get(compressed)).isFalse();
  }

  @Test
  void nothingIsOfferedWhereCompressionIsNull() throws Exception {
    CompletableFuture<Boolean> offered = new CompletableFuture<>();
    open(
        WebSocketOptions.builder().compression(null),
        connection -> {
          RawWebSocket socket = RawWebSocket.accept(connection);
          offered.complete(socket.header("sec-websocket-extensions") != null);
          socket.echo();
        });

    assertThat(SocketProbe.get(offered)).isFalse();
  }

  @Test
  void whatIsOffered() throws Exception {
    CompletableFuture<String> offer = new CompletableFuture<>();
    SocketProbe probe =
        open(
            WebSocketOptions.builder().compression(new PerMessageDeflate(9, true, 10, true)),
            connection -> {
              RawWebSocket socket =
                  RawWebSocket.accept(
                      connection,
                      AGREED
                          + "; server_no_context_takeover; client_no_context_takeover"
                          + "; server_max_window_bits=\"9\"; client_max_window_bits=10");
              offer.complete(socket.header("sec-websocket-extensions"));
              socket.echo();
            });
    probe.opened();

    assertThat(SocketProbe.get(offer))
        .isEqualTo(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                + " server_max_window_bits=9; client_max_window_bits=10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "; server_max_window_bits=10", "; server_no_context_takeover"})
  void aServerThatGivesLessThanWasAskedIsRefused(String parameters) throws Exception {
    SocketProbe probe =
        open(
            WebSocketOptions.builder().compression(new PerMessageDeflate(9, true, 15, false)),
            connection -> RawWebSocket.accept(connection, AGREED + parameters).echo());

    assertThat(probe.closed().reason()).isEqualTo("net::ERR_INVALID_RESPONSE");
  }

  /** RFC 7692 §7.2.3: the examples of the standard. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c107f248cdc9c90700",
        "4103f248cd 8004c9c90700",
        "c10b000500faff48656c6c6f00",
        "c108f348cdc9c9070000",
        "c10df24805000000ffffcac9c90700"
      })
  void theExamplesOfTheStandard(String hex) throws Exception {
    SocketProbe probe =
        open(
            WebSocketOptions.builder(),
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection, AGREED);
              connection.write(HexFormat.of().parseHex(hex.replace(" ", "")));
              // With context takeover the second message refers to the first (§7.2.3.2).
              if (hex.startsWith("c107")) {
                connection.write(HexFormat.of().parseHex("c105f200110000"));
              }
              socket.goodbye(1000, "");
              socket.awaitGoodbye();
            });

    assertThat(probe.message().text()).isEqualTo("Hello");
    if (hex.startsWith("c107")) {
      assertThat(probe.message().text()).isEqualTo("Hello");
    }
    assertThat(probe.closed().code()).isEqualTo(1000);
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    int length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
    while (length > 0) {
      out.write(piece, 0, length);
      length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
    }
    deflater.end();
    byte[] all = out.toByteArray();
    return Arrays.copyOf(all, all.length - 4);
  }

  @Test
  void aBombIsNotUnpacked() throws Exception {
    byte[] bomb = deflated(new byte[50 << 20]);
    assertThat(bomb.length).isLessThan(100_000);
    CompletableFuture<Integer> told = new CompletableFuture<>();
    SocketProbe probe =
        open(
            WebSocketOptions.builder().maxMessageBytes(1 << 20),
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection, AGREED);
              socket.write(0xc2, bomb);
              told.complete(socket.awaitGoodbye().closeCode());
            });

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1006, "net::ERR_MSG_TOO_BIG", false));
    assertThat(SocketProbe.get(told)).isEqualTo(1009);
  }

  @Test
  void textThatIsNotUtf8AfterUnpacking() throws Exception {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    SocketProbe probe =
        open(
            WebSocketOptions.builder(),
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection, AGREED);
              socket.write(0xc1, deflated(new byte[] {'a', (byte) 0xff}));
              told.complete(socket.awaitGoodbye().closeCode());
            });

    assertThat(probe.closed().reason()).isEqualTo("net::ERR_WS_PROTOCOL_ERROR");
    assertThat(SocketProbe.get(told)).isEqualTo(1007);
  }

  @Test
  void bytesThatAreNotDeflate() throws Exception {
    SocketProbe probe =
        open(
            WebSocketOptions.builder(),
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection, AGREED);
              socket.write(0xc1, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
              socket.awaitGoodbye();
            });

    assertThat(probe.closed().reason()).isEqualTo("net::ERR_WS_PROTOCOL_ERROR");
    assertThat(probe.error().detail()).contains("Could not inflate");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 12, 15})
  void whatIsSentCanBeUnpacked(int bits) throws Exception {
    String text = "The same words again and again. ".repeat(10_000);
    CompletableFuture<String> received = new CompletableFuture<>();
    CompletableFuture<Integer> wire = new CompletableFuture<>();
    SocketProbe probe =
        open(
            WebSocketOptions.builder(),
            connection -> {
              RawWebSocket socket =
                  RawWebSocket.accept(connection, AGREED + "; client_max_window_bits=" + bits);
              Frame message = socket.readMessage();
              assertThat(message.compressed()).isTrue();
              wire.complete(message.payload().length);
              received.complete(inflated(message.payload()));
              socket.echo();
            });
    probe.opened();
    probe.socket().send(text);

    assertThat(SocketProbe.get(received)).isEqualTo(text);
    assertThat(SocketProbe.get(wire)).isLessThan(text.length() / 3);
  }

  private static String inflated(byte[] bytes) {
    Inflater inflater = new Inflater(true);
    byte[] whole = Arrays.copyOf(bytes, bytes.length + 4);
    whole[bytes.length + 2] = (byte) 0xff;
    whole[bytes.length + 3] = (byte) 0xff;
    inflater.setInput(whole);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      int length = inflater.inflate(piece);
      while (length > 0) {
        out.write(piece, 0, length);
        length = inflater.inflate(piece);
      }
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
