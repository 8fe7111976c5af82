package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Messages of {@code java.net.http.WebSocket}, their parts, and their order. */
class JavaNetMessagesTest extends JavaNetContract {
  @Test
  void messagesBothWays() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.text("grüße 🌍");
              socket.binary(new byte[1000]);
              socket.write(0x01, "in ".getBytes(StandardCharsets.UTF_8));
              socket.write(0x80, "parts".getBytes(StandardCharsets.UTF_8));
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              probe.heard(1);
              probe.note("subprotocol '" + socket.getSubprotocol() + "'");
              socket.request(3);
              probe.heard(5);
              ByteBuffer binary = ByteBuffer.wrap(new byte[] {'x', 'a', 'b', 'x'}, 1, 2);
              probe.note(JavaNetProbe.outcome(socket.sendText("hello ü", true)));
              probe.note(JavaNetProbe.outcome(socket.sendText("", true)));
              probe.note(JavaNetProbe.outcome(socket.sendBinary(binary, true)));
              probe.note("left " + binary.remaining());
              probe.note("same " + (socket == socket.sendText("x", true).join()));
              probe.note(JavaNetProbe.outcome(socket.sendClose(3001, "bye")));
              socket.request(Long.MAX_VALUE);
              socket.request(Long.MAX_VALUE);
              probe.heard(12);
              probe.note("closed " + socket.isInputClosed() + " " + socket.isOutputClosed());
            });

    assertThat(seen).contains("text grüße 🌍", "binary 1000", "text in parts", "same true");
    assertThat(seen).contains("close 3001 bye, input closed true", "goodbye 3001 bye");
  }

  @Test
  void nothingComesUnasked() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.text("a");
              socket.write(0x89, "p".getBytes(StandardCharsets.UTF_8));
              socket.text("b");
              socket.text("c");
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              probe.heard(1);
              probe.note("asks for 1");
              socket.request(1);
              probe.heard(3);
              probe.note("asks for 2");
              socket.request(2);
              probe.heard(6);
              // Only now can the rest come: it would stand before this otherwise.
              probe.note("asks for 1 and 0");
              assertThatThrownBy(() -> socket.request(0))
                  .isInstanceOf(IllegalArgumentException.class);
              assertThatThrownBy(() -> socket.request(-1))
                  .isInstanceOf(IllegalArgumentException.class);
              socket.request(1);
              probe.heard(8);
              socket.sendClose(1000, "");
              socket.request(1);
              probe.heard(9);
            });

    assertThat(seen)
        .startsWith(
            "open", "asks for 1", "text a", "asks for 2", "ping p", "text b", "asks for 1 and 0")
        .contains("10 last p");
  }

  @Test
  void messagesInParts() throws Exception {
    List<String> seen =
        both(
            JavaNetContract::readAll,
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              probe.heard(1);
              probe.note(JavaNetProbe.outcome(socket.sendText("one ", false)));
              probe.note(JavaNetProbe.outcome(socket.sendPing(bytes("between"))));
              probe.note(JavaNetProbe.outcome(socket.sendBinary(bytes("x"), true)));
              probe.note(JavaNetProbe.outcome(socket.sendText("two ", false)));
              probe.note(JavaNetProbe.outcome(socket.sendText("three", true)));
              probe.note(JavaNetProbe.outcome(socket.sendBinary(bytes("x"), false)));
              probe.note(JavaNetProbe.outcome(socket.sendText("x", true)));
              probe.note(JavaNetProbe.outcome(socket.sendBinary(bytes("y"), true)));
              probe.note(JavaNetProbe.outcome(socket.sendClose(1000, "")));
              socket.request(1);
              probe.heard(11);
            });

    assertThat(seen)
        .contains("IllegalStateException", "1 more one ", "9 last between", "0 more two ")
        .contains("0 last three", "2 more x", "0 last y", "goodbye 1000 ");
  }

  @Test
  void oneSendAtATime() throws Exception {
    int length = 16 << 20;
    List<CompletableFuture<Void>> gates =
        List.of(new CompletableFuture<>(), new CompletableFuture<>());
    List<CompletableFuture<Void>> left = new ArrayList<>(gates);
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.connection().await(gates.get(servers.size() - 1));
              frames.add("message of " + socket.readMessage().payload().length);
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              probe.heard(1);
              ByteBuffer large = ByteBuffer.allocate(length);
              CompletableFuture<WebSocket> first = socket.sendBinary(large, true);
              probe.note(JavaNetProbe.outcome(socket.sendText("second", true)));
              probe.note(JavaNetProbe.outcome(socket.sendBinary(bytes("third"), true)));
              probe.note("first done " + first.isDone());
              left.remove(0).complete(null);
              probe.note(JavaNetProbe.outcome(first));
              probe.note("left " + large.remaining());
              probe.note(JavaNetProbe.outcome(socket.sendText("fourth", true)));
              probe.note(JavaNetProbe.outcome(socket.sendClose(1000, "")));
              socket.request(1);
              probe.heard(9);
            });

    assertThat(seen)
        .startsWith("open", "IllegalStateException", "IllegalStateException", "first done false")
        .contains("message of " + length, "1 last fourth")
        .doesNotContain("1 last second");
  }

  @Test
  void pingsAndPongs() throws Exception {
    String longest = "p".repeat(125);
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.write(0x89, "are you there".getBytes(StandardCharsets.UTF_8));
              socket.write(0x8a, "unasked".getBytes(StandardCharsets.UTF_8));
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              socket.request(2);
              probe.heard(3);
              ByteBuffer ping = bytes(longest);
              probe.note(JavaNetProbe.outcome(socket.sendPing(ping)));
              probe.note("left " + ping.remaining());
              probe.note(JavaNetProbe.outcome(socket.sendPong(bytes("by myself"))));
              probe.note(JavaNetProbe.outcome(socket.sendPing(bytes("p".repeat(126)))));
              probe.note(JavaNetProbe.outcome(socket.sendPong(bytes("p".repeat(126)))));
              probe.note(JavaNetProbe.outcome(socket.sendClose(1000, "")));
              probe.note("output closed " + socket.isOutputClosed());
              socket.request(1);
              probe.heard(11);
            });

    assertThat(seen)
        .contains("ping are you there", "pong unasked", "IllegalArgumentException", "left 0")
        .contains("10 last are you there", "9 last " + longest, "10 last by myself");
  }

  @Test
  void malformedText() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              try {
                readAll(socket, frames);
              } catch (IOException gone) {
                // How the client leaves is up to it.
              }
              frames.clear();
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              probe.heard(1);
              probe.note(JavaNetProbe.outcome(socket.sendText("half \udc00 of one", true)));
              socket.abort();
            });

    assertThat(seen).startsWith("open", "IOException");
  }
}
