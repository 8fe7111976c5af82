package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.net.websocket.PerMessageDeflate;
import dev.valence.testkit.NodeWebSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Node's {@code ws}: messages and parameters of compression at random. */
@Tag("peers")
class NodeInteropTest {
  private static NodeWebSocket server;
  private static Valence valence;

  @BeforeAll
  static void start() throws Exception {
    server = NodeWebSocket.start();
    valence = Valence.builder().build();
  }

  @AfterAll
  static void close() {
    if (valence != null) {
      valence.close();
    }
    if (server != null) {
      server.close();
    }
  }

  static List<Integer> seeds() {
    List<Integer> seeds = new ArrayList<>();
    for (int seed = 0; seed < 60; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  private static PerMessageDeflate offer(Random random) {
    return new PerMessageDeflate(
        random.nextBoolean() ? 15 : 9 + random.nextInt(6),
        random.nextInt(4) == 0,
        random.nextBoolean() ? 15 : 8 + random.nextInt(7),
        random.nextInt(4) == 0);
  }

  private static String query(Random random, PerMessageDeflate offer) {
    StringBuilder query = new StringBuilder("pieces=" + (1 + random.nextInt(4)));
    if (random.nextInt(4) == 0) {
      query.append("&serverForgets=1");
    }
    if (random.nextInt(4) == 0) {
      query.append("&clientForgets=1");
    }
    if (random.nextInt(2) == 0) {
      // ws refuses an offer whose window is smaller than the one it wants.
      query.append("&serverBits=").append(9 + random.nextInt(offer.serverMaxWindowBits() - 8));
    }
    if (random.nextInt(2) == 0) {
      query.append("&clientBits=").append(8 + random.nextInt(offer.clientMaxWindowBits() - 7));
    }
    return query.toString();
  }

  private static WebSocketMessage message(Random random) {
    int size =
        switch (random.nextInt(6)) {
          case 0 -> random.nextInt(3);
          case 1 -> random.nextInt(300);
          case 2 -> 60_000 + random.nextInt(10_000);
          case 3 -> random.nextInt(400_000);
          default -> random.nextInt(5_000);
        };
    if (random.nextBoolean()) {
      StringBuilder text = new StringBuilder();
      int variety = 2 + random.nextInt(2_000);
      while (text.length() < size) {
        text.appendCodePoint(0x20 + random.nextInt(variety));
      }
      return WebSocketMessage.of(text.toString());
    }
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    int repeats = 1 + random.nextInt(20);
    for (int i = repeats; i < size; i++) {
      if (random.nextInt(100) < 80) {
        bytes[i] = bytes[i - repeats];
      }
    }
    return WebSocketMessage.of(bytes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomMessagesWithRandomParameters(int seed) throws Exception {
    Random random = new Random(seed);
    PerMessageDeflate offer = offer(random);
    String query = query(random, offer);
    WebSocketStream stream =
        SocketProbe.get(
            valence
                .net()
                .webSocketStream(
                    server.url(query), WebSocketOptions.builder().compression(offer).build()));
    assertThat(stream.extensions()).startsWith("permessage-deflate");
    List<WebSocketMessage> sent = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      WebSocketMessage message = message(random);
      sent.add(message);
      stream.send(message);
    }
    for (int i = 0; i < sent.size(); i++) {
      assertThat(stream.receive())
          .as("message %d with %s for %s and %s", i, query, offer, stream.extensions())
          .isEqualTo(sent.get(i));
    }
    stream.close(1000, "done");

    assertThat(stream.receive()).isNull();
    assertThat(SocketProbe.get(stream.closed())).isEqualTo(new CloseEvent(1000, "done", true));
  }

  @Test
  void withoutCompression() throws Exception {
    WebSocketStream stream =
        SocketProbe.get(
            valence.net().webSocketStream(server.url("deflate=0"), WebSocketOptions.defaults()));
    assertThat(stream.extensions()).isEmpty();
    SocketProbe.get(stream.send("plain"));

    assertThat(stream.receive()).isEqualTo(WebSocketMessage.of("plain"));
  }

  @Test
  void aSubprotocol() throws Exception {
    WebSocketStream stream =
        SocketProbe.get(
            valence
                .net()
                .webSocketStream(
                    server.url("protocol=superchat"),
                    WebSocketOptions.ofProtocols(List.of("chat", "superchat"))));

    assertThat(stream.protocol()).isEqualTo("superchat");
  }

  @Test
  void partsOfTheJavaNetFormAreCompressed() throws Exception {
    JavaNetProbe probe = new JavaNetProbe();
    java.net.http.WebSocket socket =
        valence
            .session()
            .fromPartition("java.net")
            .newWebSocketBuilder()
            .buildAsync(URI.create(server.url("clientBits=9")), probe)
            .get(JavaNetProbe.WAIT_SECONDS, TimeUnit.SECONDS);
    socket.request(Long.MAX_VALUE);
    for (String part : List.of("", "a".repeat(512), "", "b")) {
      assertThat(JavaNetProbe.outcome(socket.sendText(part, false))).isEqualTo("ok");
    }
    assertThat(JavaNetProbe.outcome(socket.sendText("", true))).isEqualTo("ok");
    assertThat(JavaNetProbe.outcome(socket.sendText("", false))).isEqualTo("ok");
    assertThat(JavaNetProbe.outcome(socket.sendText("", true))).isEqualTo("ok");
    assertThat(JavaNetProbe.outcome(socket.sendText("half \ud83c", false))).isEqualTo("ok");
    assertThat(JavaNetProbe.outcome(socket.sendText("\udf0d", true))).isEqualTo("ok");

    assertThat(probe.heard(4))
        .containsExactly("open", "text " + "a".repeat(512) + "b", "text ", "text half 🌍");
    socket.abort();
  }
}
