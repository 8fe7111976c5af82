package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.NetworkConditions;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.NodeHttp2WebSocket;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.TestAuthority;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The emulated line, for WebSockets of both kinds. Times are only ever compared with least ones.
 */
@Tag("peers")
class WebSocketEmulationTest {
  /** How a WebSocket travels. */
  enum Way {
    OWN_CONNECTION,
    HTTP_2
  }

  private static final byte[] MESSAGE = new byte[40_000];

  private static NodeHttp2WebSocket http2;

  private final Valence valence =
      Valence.builder()
          .tls(TlsSettings.builder().extraRoot(TestAuthority.shared().certificate()).build())
          .build();
  private final Session session = valence.session().fromPartition("emulated");
  private RawServer server;

  @BeforeAll
  static void startNode() throws Exception {
    http2 = NodeHttp2WebSocket.start();
  }

  @AfterAll
  static void stopNode() {
    if (http2 != null) {
      http2.close();
    }
  }

  @AfterEach
  void close() {
    valence.close();
    if (server != null) {
      server.close();
      assertThat(server.failures()).isEmpty();
    }
  }

  /** Where a WebSocket that travels so finds an echo. */
  private String url(Way way) throws Exception {
    if (way == Way.HTTP_2) {
      session.fetch(http2.origin() + "/").get(20, TimeUnit.SECONDS);
      return http2.url("");
    }
    server =
        RawServer.start(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.text("{}");
              socket.echo();
            });
    return server.url("/");
  }

  private SocketProbe open(String url) {
    return SocketProbe.open(
        valence, url, WebSocketOptions.builder().session(session).compression(null));
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  @ParameterizedTest
  @EnumSource
  void latencyOfTheHandshake(Way way) throws Exception {
    String url = url(way);
    session.enableNetworkEmulation(NetworkConditions.builder().latency(300).build());
    long start = System.nanoTime();
    SocketProbe probe = open(url);
    probe.opened();

    assertThat(millisSince(start)).isGreaterThanOrEqualTo(300);
    probe.message();
    probe.socket().send("quick");
    assertThat(probe.message().text()).isEqualTo("quick");
  }

  @ParameterizedTest
  @EnumSource
  void aSlowLineToThisSide(Way way) throws Exception {
    SocketProbe probe = open(url(way));
    probe.message();
    // Also for a WebSocket that stands.
    session.enableNetworkEmulation(NetworkConditions.builder().downloadThroughput(100_000).build());
    long start = System.nanoTime();
    probe.socket().send(MESSAGE);

    assertThat(probe.message().bytes()).isEqualTo(MESSAGE);
    assertThat(millisSince(start)).isGreaterThanOrEqualTo(300);
  }

  @ParameterizedTest
  @EnumSource
  void aSlowLineToTheServer(Way way) throws Exception {
    String url = url(way);
    session.enableNetworkEmulation(NetworkConditions.builder().uploadThroughput(100_000).build());
    SocketProbe probe = open(url);
    probe.message();
    long start = System.nanoTime();
    probe.socket().send(MESSAGE);
    probe.socket().send("behind");

    assertThat(probe.socket().bufferedAmount()).isGreaterThan(0);
    assertThat(probe.message().bytes()).isEqualTo(MESSAGE);
    assertThat(millisSince(start)).isGreaterThanOrEqualTo(300);
    assertThat(probe.message().text()).isEqualTo("behind");
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheEmulationLetsEverythingGo(Way way) throws Exception {
    SocketProbe probe = open(url(way));
    probe.message();
    // It would take minutes.
    session.enableNetworkEmulation(
        NetworkConditions.builder().uploadThroughput(1000).downloadThroughput(1000).build());
    for (int i = 0; i < 10; i++) {
      probe.socket().send(MESSAGE);
    }
    session.disableNetworkEmulation();
    for (int i = 0; i < 10; i++) {
      assertThat(probe.message().bytes()).isEqualTo(MESSAGE);
    }
    probe.socket().close(3000, "bye");
    assertThat(probe.closed()).isEqualTo(new CloseEvent(3000, "bye", true));
  }

  @ParameterizedTest
  @EnumSource
  void aLineThatChangesAllTheTimeLosesNothing(Way way) throws Exception {
    SocketProbe probe = open(url(way));
    probe.message();
    Random random = new Random(way.ordinal());
    List<byte[]> sent = new ArrayList<>();
    for (int round = 0; round < 60; round++) {
      if (random.nextInt(3) == 0) {
        session.disableNetworkEmulation();
      } else {
        session.enableNetworkEmulation(
            NetworkConditions.builder()
                .uploadThroughput(random.nextInt(3) * 100_000)
                .downloadThroughput(random.nextInt(3) * 100_000)
                .build());
      }
      byte[] message = new byte[random.nextInt(200_000)];
      random.nextBytes(message);
      sent.add(message);
      probe.socket().send(message);
    }
    session.disableNetworkEmulation();
    for (byte[] message : sent) {
      assertThat(probe.message().bytes()).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSlowLineEndsInOrder(Way way) throws Exception {
    String url = url(way);
    session.enableNetworkEmulation(
        NetworkConditions.builder().uploadThroughput(50_000).downloadThroughput(50_000).build());
    SocketProbe probe = open(url);
    probe.message();
    probe.socket().send(new byte[5000]);
    probe.socket().close(3000, "bye");

    // The goodbye is behind the message, and its answer behind the message's.
    assertThat(probe.closed()).isEqualTo(new CloseEvent(3000, "bye", true));
    assertThat(probe.socket().bufferedAmount()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void offlineEndsWhatStandsAndRefusesTheNext(Way way) throws Exception {
    String url = url(way);
    SocketProbe probe = open(url);
    probe.message();
    session.enableNetworkEmulation(NetworkConditions.builder().offline(true).build());

    CloseEvent cut = new CloseEvent(1006, NetError.INTERNET_DISCONNECTED.text(), false);
    assertThat(probe.closed()).isEqualTo(cut);
    assertThat(open(url).closed()).isEqualTo(cut);
    session.disableNetworkEmulation();
    SocketProbe again = open(way == Way.HTTP_2 ? url(way) : url);
    assertThat(again.message().text()).startsWith("{");
  }

  @ParameterizedTest
  @EnumSource
  void closingWhileTheHandshakeIsHeldUp(Way way) throws Exception {
    String url = url(way);
    session.enableNetworkEmulation(NetworkConditions.builder().latency(60_000).build());
    SocketProbe probe = open(url);
    probe.socket().close();

    assertThat(probe.closed().code()).isEqualTo(1006);
    assertThat(probe.isOpened()).isFalse();
  }
}
