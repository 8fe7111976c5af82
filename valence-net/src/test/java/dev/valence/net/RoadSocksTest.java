package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RelayProxy;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SOCKS proxies made of bytes: what they hear, each of their codes, and their faults. */
class RoadSocksTest {
  private static final String OK5 = "05000001000000000000";
  private RoadClient client;

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    NettyWatch.assertNoLeak();
  }

  private FixedProxies through(FixedProxies fixed) {
    client = RoadClient.with().proxies(fixed).start();
    return fixed;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static String text(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Reads a SOCKS 5 request to its end and gives it in hexadecimal digits. */
  private static String request5(RawConnection connection) throws IOException {
    byte[] start = connection.read(5);
    int rest =
        switch (start[3]) {
          case 1 -> 3 + 2;
          case 4 -> 15 + 2;
          default -> (start[4] & 0xff) + 2;
        };
    return text(start) + text(connection.read(rest));
  }

  @Test
  void socks5LeavesTheNameToTheProxy() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"));
        RawServer proxy =
            RawServer.start(
                connection -> {
                  String greeting = text(connection.read(3));
                  connection.writeByteByByte(hex("0500"));
                  heard.complete(greeting + " " + request5(connection));
                  connection.writeByteByByte(hex(OK5));
                  RelayProxy.relay(connection, new Socket("127.0.0.1", server.port()));
                })) {
      through(FixedProxies.of("socks5://127.0.0.1:" + proxy.port()));
      assertThat(client.get("http://name.invalid:81/").text()).isEqualTo("x");
      String name = text("name.invalid".getBytes(StandardCharsets.US_ASCII));
      assertThat(heard.get(9, TimeUnit.SECONDS))
          .isEqualTo("050100 05010003" + "0c" + name + "0051");
      assertThat(server.takeRequest().target()).isEqualTo("/");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:80/,050100017f0000010050",
    "http://[::1]:80/,05010004000000000000000000000000000000010050",
  })
  void addressesGoAsAddresses(String url, String expected) throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              connection.read(3);
              connection.write(hex("0500"));
              heard.complete(request5(connection));
            })) {
      through(FixedProxies.of("socks5://127.0.0.1:" + proxy.port()));
      assertThat(client.get(url).error()).isEqualTo(NetError.SOCKS_CONNECTION_FAILED);
      assertThat(heard.get(9, TimeUnit.SECONDS)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,SOCKS_CONNECTION_FAILED,true,general",
    "2,SOCKS_CONNECTION_FAILED,true,rules",
    "3,SOCKS_CONNECTION_HOST_UNREACHABLE,false,network",
    "4,SOCKS_CONNECTION_HOST_UNREACHABLE,false,host",
    "5,SOCKS_CONNECTION_FAILED,false,refused",
    "6,SOCKS_CONNECTION_HOST_UNREACHABLE,false,TTL",
    "7,SOCKS_CONNECTION_FAILED,true,command",
    "8,SOCKS_CONNECTION_FAILED,true,address type",
    "99,SOCKS_CONNECTION_FAILED,true,code 99",
  })
  void eachCodeOfSocks5(int code, NetError expected, boolean leadsOn, String word)
      throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"));
        RawServer proxy =
            RawServer.start(
                connection -> {
                  connection.read(3);
                  connection.write(hex("0500"));
                  request5(connection);
                  byte[] reply = hex(OK5);
                  reply[1] = (byte) code;
                  connection.write(reply);
                })) {
      String uri = "socks5://127.0.0.1:" + proxy.port();
      through(FixedProxies.of(uri));
      NetException failure = client.get(server.url("/")).failure();
      assertThat(failure.error()).isEqualTo(expected);
      assertThat(failure.detail()).contains(word).contains(uri);
      client.close();
      FixedProxies fixed = through(FixedProxies.of(uri, "direct://"));
      RoadCall call = client.get(server.url("/"));
      if (leadsOn) {
        assertThat(call.text()).isEqualTo("x");
        assertThat(fixed.bad()).containsExactly(uri + " " + expected);
      } else {
        assertThat(call.error()).isEqualTo(expected);
        assertThat(fixed.bad()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "91,SOCKS_CONNECTION_FAILED",
    "92,SOCKS_CONNECTION_HOST_UNREACHABLE",
    "93,SOCKS_CONNECTION_FAILED",
    "7,SOCKS_CONNECTION_FAILED",
  })
  void eachCodeOfSocks4(int code, NetError expected) throws Exception {
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              connection.read(9);
              byte[] reply = new byte[8];
              reply[1] = (byte) code;
              connection.write(reply);
            })) {
      through(FixedProxies.of("socks4://127.0.0.1:" + proxy.port()));
      assertThat(client.get("http://127.0.0.1:80/").error()).isEqualTo(expected);
    }
  }

  @Test
  void socks4LooksTheNameUpAndSocks4aDoesNot() throws Exception {
    CompletableFuture<String> heard4 = new CompletableFuture<>();
    CompletableFuture<String> heard4a = new CompletableFuture<>();
    try (RawServer proxy4 = RawServer.start(c -> heard4.complete(text(c.read(9))));
        RawServer proxy4a = RawServer.start(c -> heard4a.complete(text(c.read(9 + 13))))) {
      through(FixedProxies.of("socks4://127.0.0.1:" + proxy4.port()));
      client.get("http://localhost:80/").failure();
      assertThat(heard4.get(9, TimeUnit.SECONDS)).isEqualTo("040100507f00000100");
      assertThat(client.get("http://name.invalid:80/").error())
          .isEqualTo(NetError.NAME_NOT_RESOLVED);
      assertThat(client.get("http://[::1]:80/").error()).isEqualTo(NetError.NAME_NOT_RESOLVED);
      client.close();
      through(FixedProxies.of("socks4a://127.0.0.1:" + proxy4a.port()));
      client.get("http://name.invalid:80/").failure();
      assertThat(heard4a.get(9, TimeUnit.SECONDS))
          .isEqualTo(
              "040100500000000100"
                  + text("name.invalid".getBytes(StandardCharsets.US_ASCII))
                  + "00");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "05",
        "04ff",
        "0502",
        "05ff",
        "0500",
        "050005",
        "05000500000100",
        "0500050000070000",
        "48545450"
      })
  void brokenOffAndMalformedAnswers(String answer) throws Exception {
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              connection.read(3);
              connection.write(hex(answer));
            })) {
      FixedProxies fixed = through(FixedProxies.of("socks5://127.0.0.1:" + proxy.port()));
      assertThat(client.get("http://name.invalid/").error())
          .isIn(NetError.SOCKS_CONNECTION_FAILED, NetError.CONNECTION_RESET);
      assertThat(fixed.bad()).isEmpty();
    }
  }

  @Test
  void userAndPasswordGoAsUtf8WhereTheProxyWantsThem() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    try (RawServer proxy =
        RawServer.start(
            connection -> {
              heard.complete(
                  text(connection.read(4))
                      + " "
                      + write(connection, "0502")
                      + text(connection.read(11)));
              connection.write(hex("0101"));
            })) {
      through(FixedProxies.of("socks5://127.0.0.1:" + proxy.port()).credentials("änn", "pässw"));
      NetException failure = client.get("http://name.invalid/").failure();
      assertThat(heard.get(9, TimeUnit.SECONDS))
          .isEqualTo("05020002 " + "0104c3a46e6e" + "0670c3a473");
      assertThat(failure.error()).isEqualTo(NetError.SOCKS_CONNECTION_FAILED);
      assertThat(failure.detail()).contains("user and password").doesNotContain("pässw");
    }
  }

  private static String write(RawConnection connection, String digits) throws IOException {
    connection.write(hex(digits));
    return "";
  }

  @Test
  void aSocksProxyThatNeverAnswersIsLeftAfterItsTime() throws Exception {
    try (RawServer mute = RawServer.start(connection -> connection.staySilent());
        TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      String uri = "socks5://127.0.0.1:" + mute.port();
      FixedProxies fixed = through(FixedProxies.of(uri, "direct://"));
      RoadCall call =
          client.start(
              server.url("/"),
              r -> r.timeouts(Timeouts.DEFAULT.withConnect(Duration.ofMillis(300))));
      assertThat(call.text()).isEqualTo("x");
      assertThat(fixed.bad()).containsExactly(uri + " TIMED_OUT");
    }
  }
}
