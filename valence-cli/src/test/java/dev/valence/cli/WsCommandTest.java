package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WsCommandTest {
  private RawServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
      assertThat(server.failures()).isEmpty();
    }
  }

  private String serve(RawServer.Script script) throws Exception {
    server = RawServer.start(script);
    return server.url("/").replace("http:", "ws:");
  }

  @Test
  void linesGoOutAndComeBack() throws Exception {
    String url = serve(connection -> RawWebSocket.accept(connection).echo());
    CliRun run = new CliRun().input("hello\ngrüße\n\nlast").run("ws", url);

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out().lines()).containsExactly("hello", "grüße", "", "last");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void bytesGoOutAndComeBack() throws Exception {
    String url = serve(connection -> RawWebSocket.accept(connection).echo());
    String bytes = "\u0000\u0001\r\nx".repeat(50_000);
    CliRun run = new CliRun().input(bytes).run("ws", "--binary", url);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.outBytes()).isEqualTo(bytes.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void itEndsAfterSoManyMessages() throws Exception {
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              for (int i = 0; i < 5; i++) {
                socket.text("message " + i);
              }
              Frame goodbye = socket.awaitGoodbye();
              assertThat(goodbye.closeCode()).isEqualTo(1000);
              socket.write(0x88, goodbye.payload());
            });
    CliRun run = CliRun.of("ws", "-n", "3", url);

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out().lines()).containsExactly("message 0", "message 1", "message 2");
  }

  @Test
  void headersProtocolsOriginAndCookies(@TempDir Path folder) throws Exception {
    CompletableFuture<String> head = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket =
                  RawWebSocket.accept(connection, "Sec-WebSocket-Protocol: superchat");
              head.complete(socket.head());
              socket.echo();
            });
    String[] session = {"--partition", "persist:ws", "--user-data", folder.toString()};
    CliRun.of(with(session, "cookies", "set", server.url("/"), "key=value"));
    CliRun run =
        CliRun.of(
            with(
                session,
                "ws",
                "-H",
                "X-Token: abc",
                "--protocol",
                "chat",
                "--protocol",
                "superchat",
                "--origin",
                "https://app.example",
                "--no-compression",
                url));

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(head.get(20, TimeUnit.SECONDS))
        .contains("X-Token: abc\r\n", "Origin: https://app.example\r\n")
        .contains("Sec-WebSocket-Protocol: chat, superchat\r\n")
        .doesNotContain("Sec-WebSocket-Extensions");
  }

  private static String[] with(String[] more, String... words) {
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  @Test
  void failuresHaveTheirExitCodes() throws Exception {
    assertThat(CliRun.of("ws", "--text", "--binary", "ws://127.0.0.1:1/").code()).isEqualTo(2);
    assertThat(CliRun.of("ws", "-H", "Sec-WebSocket-Key: x", "ws://127.0.0.1:1/").code())
        .isEqualTo(2);
    assertThat(CliRun.of("ws", "nonsense").code()).isEqualTo(3);
    assertThat(CliRun.of("ws", "ws://127.0.0.1:1/").code()).isEqualTo(7);
    String url =
        serve(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
            });
    CliRun refused = CliRun.of("ws", url);
    assertThat(refused.code()).isEqualTo(8);
    assertThat(refused.err()).contains("Unexpected response code: 403");
  }

  @Test
  void controlCSaysGoodbye() throws Exception {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    CompletableFuture<Void> opened = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              opened.complete(null);
              Frame goodbye = socket.awaitGoodbye();
              told.complete(goodbye.closeCode());
              socket.write(0x88, goodbye.payload());
            });
    CliRun run = new CliRun();
    CompletableFuture<CliRun> ended =
        CompletableFuture.supplyAsync(() -> run.run("ws", "-n", "1", url));
    opened.get(20, TimeUnit.SECONDS);
    // Whether the client has read the server's answer by now or not, it ends.
    run.interrupt();

    assertThat(ended.get(20, TimeUnit.SECONDS).code()).as(run.toString()).isEqualTo(130);
    assertThat(told)
        .satisfiesAnyOf(
            code -> assertThat(code).isNotDone(),
            code -> assertThat(code).isCompletedWithValue(1005));
  }

  @Test
  void aCloseCodeOfTheServerIsAFailure() throws Exception {
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.goodbye(4001, "not you");
              socket.awaitGoodbye();
            });
    CliRun run = CliRun.of("ws", "-n", "1", url);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("closed the WebSocket with 4001: not you");
  }

  @Test
  void jsonTellsEveryEvent() throws Exception {
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.text("a \"b\"\n");
              socket.binary(new byte[] {0, (byte) 0xff});
              socket.goodbye(1000, "done");
              socket.awaitGoodbye();
            });
    CliRun run = CliRun.of("ws", "--json", "-n", "9", url);

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll("\"time\":\"[^\"]*Z\",", "")))
        .containsExactly(
            "{\"event\":\"open\",\"url\":\"" + url + "\",\"protocol\":\"\",\"extensions\":\"\"}",
            "{\"event\":\"message\",\"type\":\"text\",\"text\":\"a \\\"b\\\"\\n\"}",
            "{\"event\":\"message\",\"type\":\"binary\",\"base64\":\"AP8=\"}",
            "{\"event\":\"close\",\"code\":1000,\"reason\":\"done\",\"wasClean\":true}");

    CliRun refused = CliRun.of("ws", "--json", "ws://127.0.0.1:1/");
    assertThat(refused.code()).isEqualTo(7);
    assertThat(refused.out())
        .contains("{\"event\":\"error\"", "\"net::ERR_CONNECTION_REFUSED\"", "\"exitCode\":7");
  }

  @Test
  void aUserLogsInAtTheServer() throws Exception {
    String url =
        serve(
            connection -> {
              RawWebSocket asked = RawWebSocket.read(connection);
              if ("Basic dXNlcjpwYTpzcw==".equals(asked.header("authorization"))) {
                connection.write(asked.answer());
                asked.text("in");
                asked.goodbye(1000, "");
                asked.awaitGoodbye();
              } else {
                connection.write(
                    "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"r\"\r\n"
                        + "Connection: close\r\nContent-Length: 0\r\n\r\n");
              }
            });
    CliRun run = CliRun.of("ws", "-n", "9", "-u", "user:pa:ss", url);

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).isEqualTo("in\n");
    assertThat(run.err()).doesNotContain("pa:ss");
  }

  @Test
  void aUserLogsInAtTheProxy() throws Exception {
    String url =
        serve(
            connection -> {
              String head = connection.readHead();
              assertThat(head).startsWith("CONNECT socket.test:80 ");
              if (!head.contains("Basic YW5uOnNlOmNyZXQ=")) {
                connection.write(
                    "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                        + "Connection: close\r\nContent-Length: 0\r\n\r\n");
                return;
              }
              connection.write("HTTP/1.1 200 OK\r\n\r\n");
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.text("by proxy");
              socket.goodbye(1000, "");
              socket.awaitGoodbye();
            });
    String at = url.substring("ws://".length()).replace("/", "");
    CliRun run =
        CliRun.of("ws", "-n", "9", "-x", at, "--proxy-user", "ann:se:cret", "ws://socket.test/");

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.out()).isEqualTo("by proxy\n");
    CliRun none = CliRun.of("ws", "-x", "", "--proxy-user", "ann:x", "ws://socket.test/");
    assertThat(none.code()).isEqualTo(2);
  }
}
