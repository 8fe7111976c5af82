package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.NodeHttp2WebSocket;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the net log hears of WebSockets. */
class WebSocketNetLogTest {
  private final Valence valence =
      Valence.builder()
          .tls(TlsSettings.builder().extraRoot(TestAuthority.shared().certificate()).build())
          .build();
  private final Session session = valence.session().fromPartition("logged");

  @TempDir Path folder;

  @BeforeEach
  void start() {
    session.netLog().startLogging(folder.resolve("net.json")).join();
  }

  @AfterEach
  void close() {
    valence.close();
  }

  private SocketProbe open(String url, WebSocketOptions.Builder options) {
    return SocketProbe.open(valence, url, options.session(session));
  }

  /** The events about WebSockets, as their names without the prefix and their parameters. */
  private List<String> events() throws Exception {
    session.netLog().stopLogging().get(20, TimeUnit.SECONDS);
    Path file = folder.resolve("net.json");
    assertThat(Files.readString(file)).doesNotContain("s3cret");
    JsonNode log = new ObjectMapper().readTree(file.toFile());
    Map<Integer, String> names = new HashMap<>();
    log.path("constants")
        .path("logEventTypes")
        .properties()
        .forEach(type -> names.put(type.getValue().asInt(), type.getKey()));
    int requests = log.path("constants").path("logSourceType").path("URL_REQUEST").asInt();
    List<String> events = new ArrayList<>();
    for (JsonNode event : log.path("events")) {
      String name = names.get(event.path("type").asInt());
      assertThat(name).isNotNull();
      if (name.startsWith("WEBSOCKET_")) {
        assertThat(event.path("source").path("type").asInt()).isEqualTo(requests);
        events.add(name.substring(10) + " " + event.path("params"));
      }
    }
    return events;
  }

  private static String header(boolean fin, int opcode, boolean compressed, boolean masked, int n) {
    return " {\"final\":%b,\"reserved1\":%b,\"reserved2\":false,\"reserved3\":false,"
            .formatted(fin, compressed)
        + "\"opcode\":%d,\"masked\":%b,\"payload_length\":%d}".formatted(opcode, masked, n);
  }

  @Test
  void framesOfBothSides() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.write(0x01, "s3cret".getBytes(StandardCharsets.US_ASCII));
              socket.write(0x80, new byte[] {'x'});
              socket.write(0x89, new byte[] {'p'});
              socket.echo();
            })) {
      SocketProbe probe = open(server.url("/"), WebSocketOptions.builder());
      probe.message();
      probe.socket().send("s3cret");
      probe.message();
      probe.socket().close(1000);
      probe.closed();
    }
    assertThat(events())
        .containsExactly(
            "RECV_FRAME_HEADER" + header(false, 1, false, false, 6),
            "RECV_FRAME_HEADER" + header(true, 0, false, false, 1),
            "RECV_FRAME_HEADER" + header(true, 9, false, false, 1),
            "SENT_FRAME_HEADER" + header(true, 10, false, true, 1),
            "SENT_FRAME_HEADER" + header(true, 1, false, true, 6),
            "RECV_FRAME_HEADER" + header(true, 1, false, false, 6),
            "SENT_FRAME_HEADER" + header(true, 8, false, true, 2),
            "RECV_FRAME_HEADER" + header(true, 8, false, false, 2));
  }

  @Test
  @Tag("peers")
  void overHttp2AndCompressed() throws Exception {
    try (NodeHttp2WebSocket server = NodeHttp2WebSocket.start()) {
      session.fetch(server.origin() + "/").get(20, TimeUnit.SECONDS);
      SocketProbe probe =
          open(server.url("extensions=permessage-deflate"), WebSocketOptions.builder());
      probe.message();
      probe.socket().send("again ".repeat(1000));
      probe.message();
      probe.socket().close(1000);
      probe.closed();
    }
    assertThat(events())
        .anyMatch(
            event ->
                event.startsWith("SENT_FRAME_HEADER")
                    && event.contains("\"reserved1\":true")
                    && event.contains("\"opcode\":1,"))
        .anyMatch(
            event -> event.startsWith("RECV_FRAME_HEADER") && event.contains("\"reserved1\":true"))
        .endsWith("RECV_FRAME_HEADER" + header(true, 8, false, false, 2));
  }

  @Test
  void anInvalidFrame() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.write(0x83, new byte[0]);
              socket.awaitGoodbye();
            })) {
      open(server.url("/"), WebSocketOptions.builder()).closed();
    }
    assertThat(events())
        .containsExactly(
            "INVALID_FRAME {\"code\":1002,\"reason\":\"\","
                + "\"internal_reason\":\"Unrecognized frame opcode: 3\"}",
            "SENT_FRAME_HEADER" + header(true, 8, false, true, 2));
  }

  @Test
  void aHandshakeThatFails() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
            })) {
      open(server.url("/"), WebSocketOptions.builder()).closed();
    }
    assertThat(events())
        .containsExactly(
            "UPGRADE_FAILURE {\"net_error\":-320,"
                + "\"message\":\"Error during WebSocket handshake: Unexpected response code: 403\"}");
  }

  @Test
  void aServerThatDoesNotAnswerTheGoodbye() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              RawWebSocket.accept(connection);
              connection.staySilent();
            })) {
      SocketProbe probe =
          open(server.url("/"), WebSocketOptions.builder().closeTimeout(Duration.ofMillis(50)));
      probe.opened();
      probe.socket().close();
      probe.closed();
    }
    assertThat(events())
        .containsExactly("SENT_FRAME_HEADER" + header(true, 8, false, true, 0), "CLOSE_TIMEOUT ");
  }
}
