package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code valence ws} as somebody uses it who types, on a pseudo terminal. */
@Tag("peers")
class WsConversationTest {
  private static final String CTRL_A = "\u0001";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  /** What the editor writes when it takes keys again: pasting in brackets is on. */
  private static final String NEXT_LINE = "\u001B[?2004h";

  /** As xterm sends it when it was told that keys are for a program. */
  private static final String UP = "\u001BOA";

  private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<RawWebSocket> accepted = new CompletableFuture<>();
  private RawServer server;
  private PseudoTerminal terminal;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    server =
        RawServer.start(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              accepted.complete(socket);
              Frame frame = socket.read();
              while (frame.opcode() != 8) {
                received.add(frame);
                frame = socket.read();
              }
              received.add(frame);
              socket.write(0x88, frame.payload());
            });
    terminal =
        PseudoTerminal.start(
            "ws",
            "--no-compression",
            "--user-data",
            folder.resolve("data").toString(),
            server.url("/").replace("http:", "ws:"));
    terminal.await("connected to ws://127.0.0.1:");
    terminal.await("> ");
  }

  @AfterEach
  void close() {
    if (terminal != null) {
      terminal.close();
    }
    server.close();
    assertThat(server.failures()).isEmpty();
  }

  private Frame next() throws InterruptedException {
    Frame frame = received.poll(60, TimeUnit.SECONDS);
    assertThat(frame).as(terminal.rest()).isNotNull();
    return frame;
  }

  @Test
  void linesAreEditedRecalledAndNotDestroyedByMessages() throws Exception {
    RawWebSocket socket = accepted.get(20, TimeUnit.SECONDS);
    terminal.type("ello" + CTRL_A + "h\r");
    assertThat(next().text()).isEqualTo("hello");

    terminal.type("par");
    terminal.await("par");
    socket.text("incoming");
    terminal.await("← ");
    terminal.await("incoming");
    // The line is there again, below the message, and goes on.
    terminal.await("> par");
    terminal.type("tial\r");
    assertThat(next().text()).isEqualTo("partial");

    terminal.type(UP + UP + "!\r");
    assertThat(next().text()).isEqualTo("hello!");

    socket.text("\u001B[31mred");
    terminal.await("\\u001b[31mred");
    socket.binary("Hi\n".getBytes(StandardCharsets.US_ASCII));
    terminal.await("48 69 0a");
    terminal.await("|Hi.|");

    terminal.type("/nonsense\r");
    terminal.await("no such command: /nonsense");
    terminal.type("/binary 00 ff\r");
    assertThat(next().payload()).containsExactly(0, 255);
    terminal.type("//slash\r");
    assertThat(next().text()).isEqualTo("/slash");
    terminal.type("/ping\r");
    Frame ping = next();
    assertThat(ping.opcode()).isEqualTo(9);
    socket.write(0x8a, ping.payload());
    terminal.await("pong after ");

    terminal.type("/close 42\r");
    terminal.await("3000 to 4999");
    terminal.type("/close 4000 enough\r");
    Frame goodbye = next();
    assertThat(goodbye.closeCode()).isEqualTo(4000);
    assertThat(goodbye.closeReason()).isEqualTo("enough");
    assertThat(terminal.exitCode()).isZero();
    checkHistory();
  }

  private void checkHistory() throws IOException {
    Path history = folder.resolve("data/ws-history");
    assertThat(Files.readString(history)).contains("hello", "partial", "/binary 00 ff");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
  }

  @Test
  void controlCEmptiesTheLineAndControlDCloses() throws Exception {
    terminal.type("not this");
    // An interruption drops what was typed and not yet read.
    terminal.await("not this");
    terminal.type(CTRL_C);
    terminal.await(NEXT_LINE);
    terminal.await("> ");
    terminal.type("but this\r");
    assertThat(next().text()).isEqualTo("but this");
    terminal.type(CTRL_D);
    assertThat(next().closeCode()).isEqualTo(1000);
    assertThat(terminal.exitCode()).isZero();
  }

  @Test
  void controlCOnAnEmptyLineGivesUpWithAGoodbye() throws Exception {
    terminal.type(CTRL_C);
    assertThat(next().opcode()).isEqualTo(8);
    assertThat(terminal.exitCode()).isEqualTo(130);
  }
}
