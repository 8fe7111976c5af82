package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers to a handshake that are wrong as HTTP, or break off: each with Chromium's error. */
class WebSocketHandshakeFaultsTest {
  private static final String GOOD =
      "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

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

  private SocketProbe open(RawServer.Script script) throws Exception {
    server = RawServer.start(script);
    return SocketProbe.open(valence, server.url("/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "junk\\r\\n\\r\\n | INVALID_HTTP_RESPONSE",
        "SSH-2.0-OpenSSH_9.2\\r\\n | INVALID_HTTP_RESPONSE",
        "\\x15\\x03\\x01\\x00\\x02\\x02\\x50 | INVALID_HTTP_RESPONSE",
        "HTTP/1.1 101 S\\r\\nUpgrade: websocket\\r\\nno colon\\r\\n\\r\\n | INVALID_RESPONSE",
        "HTTP/1.1 101 S\\r\\nUpgrade: web\\x00socket\\r\\n\\r\\n | INVALID_HTTP_RESPONSE",
        "HTTP/1.1 404 N\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n | RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH",
      })
  void noHttp(String answer, NetError error) throws Exception {
    SocketProbe probe =
        open(
            connection -> {
              connection.readHead();
              connection.write(unescaped(answer));
            });

    assertThat(probe.closed()).isEqualTo(new CloseEvent(1006, error.text(), false));
    assertThat(probe.events()).containsExactly("error", "close");
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\x00", "\0")
        .replace("\\x01", "\u0001")
        .replace("\\x02", "\u0002")
        .replace("\\x03", "\u0003")
        .replace("\\x15", "\u0015")
        .replace("\\x50", "P");
  }

  @Test
  void aHeadThatIsTooLong() throws Exception {
    String field = "X-Long: " + "x".repeat(1000) + "\r\n";
    SocketProbe probe =
        open(
            connection -> {
              connection.readHead();
              connection.write(GOOD);
              for (int i = 0; i < 400; i++) {
                connection.write(field);
              }
              connection.write("\r\n");
              connection.staySilent();
            });

    assertThat(probe.closed())
        .isEqualTo(new CloseEvent(1006, NetError.RESPONSE_HEADERS_TOO_BIG.text(), false));
  }

  @Test
  void aHandshakeCutAtEveryByte() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    // The first connection tells how long an answer is; all are as long.
    AtomicInteger length = new AtomicInteger();
    server =
        RawServer.start(
            connection -> {
              int cut = connections.getAndIncrement();
              RawWebSocket socket = RawWebSocket.read(connection);
              String answer = socket.answer();
              length.set(answer.length());
              connection.write(answer.substring(0, Math.min(cut, answer.length())));
            });
    int cut = 0;
    do {
      SocketProbe probe = SocketProbe.open(valence, server.url("/"));
      CloseEvent closed = probe.closed();
      boolean whole = cut == length.get();
      NetError error =
          cut == 0
              ? NetError.EMPTY_RESPONSE
              : whole ? NetError.CONNECTION_CLOSED : NetError.RESPONSE_HEADERS_TRUNCATED;
      assertThat(closed)
          .as("after %d bytes", cut)
          .isEqualTo(new CloseEvent(1006, error.text(), false));
      assertThat(probe.isOpened()).isEqualTo(whole);
    } while (cut++ < length.get());
    assertThat(connections).hasValue(length.get() + 1);
  }
}
