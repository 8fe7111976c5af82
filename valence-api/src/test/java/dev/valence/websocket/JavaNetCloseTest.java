package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * How a {@code java.net.http.WebSocket} ends: goodbyes of both sides, faults, and being aborted.
 */
class JavaNetCloseTest extends JavaNetContract {
  @Test
  void theCodesOfAClose() throws Exception {
    List<String> seen =
        both(
            JavaNetContract::readAll,
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              probe.heard(1);
              for (int code :
                  new int[] {
                    -1, 0, 999, 1002, 1003, 1005, 1006, 1007, 1009, 1010, 1012, 1013, 1015, 5000,
                    65536
                  }) {
                probe.note(code + " " + JavaNetProbe.outcome(socket.sendClose(code, "")));
              }
              probe.note(JavaNetProbe.outcome(socket.sendClose(1000, "ä".repeat(62))));
              probe.note(JavaNetProbe.outcome(socket.sendClose(1000, "half \ud800")));
              assertThatThrownBy(() -> socket.sendClose(1000, null))
                  .isInstanceOf(NullPointerException.class);
              probe.note("closed " + socket.isInputClosed() + " " + socket.isOutputClosed());
              probe.note(JavaNetProbe.outcome(socket.sendClose(4999, "r".repeat(123))));
              probe.note("output " + socket.isOutputClosed());
              probe.note(JavaNetProbe.outcome(socket.sendClose(1000, "")));
              probe.note(JavaNetProbe.outcome(socket.sendText("late", true)));
              probe.note(JavaNetProbe.outcome(socket.sendBinary(bytes("late"), true)));
              probe.note(JavaNetProbe.outcome(socket.sendPing(bytes("late"))));
              probe.note(JavaNetProbe.outcome(socket.sendPong(bytes("late"))));
              socket.request(1);
              probe.heard(27);
            });

    assertThat(seen)
        .contains("1006 IllegalArgumentException", "closed false false", "output true")
        .contains("close 4999 " + "r".repeat(123) + ", input closed true");
    assertThat(seen.stream().filter("IOException"::equals)).hasSize(5);
  }

  @Test
  void codesThatMayBeSent() throws Exception {
    for (int code : new int[] {1000, 1001, 1008, 1011, 3000, 4000}) {
      List<String> seen =
          both(
              JavaNetContract::readAll,
              (builder, uri, probe) -> {
                WebSocket socket = open(builder, uri, probe);
                probe.heard(1);
                probe.note(JavaNetProbe.outcome(socket.sendClose(code, "why")));
                socket.request(1);
                probe.heard(3);
              });
      assertThat(seen).contains("ok", "goodbye " + code + " why");
    }
  }

  @Test
  void theServerClosesAndTheListenerTakesItsTime() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.goodbye(1001, "away");
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              CompletableFuture<Void> stage = new CompletableFuture<>();
              WebSocket socket =
                  open(
                      builder,
                      uri,
                      new Forwarding(probe) {
                        @Override
                        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                          probe.onClose(from, code, reason);
                          return stage;
                        }
                      });
              socket.request(1);
              probe.heard(2);
              probe.note("output closed " + socket.isOutputClosed());
              probe.note(JavaNetProbe.outcome(socket.sendText("a last word", true)));
              stage.complete(null);
            });

    assertThat(seen)
        .containsExactly(
            "open",
            "close 1001 away, input closed true",
            "output closed false",
            "ok",
            "server:",
            "1 last a last word",
            "goodbye 1001 ");
  }

  @Test
  void theServerClosesAndTheProgramAnswers() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.goodbye(1000, "done");
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket =
                  open(
                      builder,
                      uri,
                      new Forwarding(probe) {
                        @Override
                        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                          probe.onClose(from, code, reason);
                          return new CompletableFuture<>();
                        }
                      });
              socket.request(1);
              probe.heard(2);
              probe.note(JavaNetProbe.outcome(socket.sendClose(4000, "mine")));
              probe.note(JavaNetProbe.outcome(socket.sendClose(4000, "again")));
            });

    assertThat(seen).contains("goodbye 4000 mine");
  }

  @Test
  void aGoodbyeWithoutACode() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.write(0x88, new byte[0]);
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              socket.request(1);
              probe.heard(2);
            });

    assertThat(seen)
        .containsExactly("open", "close 1005 , input closed true", "server:", "goodbye 1000 ");
  }

  @Test
  void theServerResets() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> socket.connection().reset(),
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              socket.request(1);
              probe.heard(2);
              // What the JDK's says to a text now depends on how far it is; see below for ours.
              probe.note(JavaNetProbe.outcome(socket.sendClose(1000, "")));
              socket.request(1);
              socket.abort();
            });

    assertThat(seen)
        .containsExactly("open", "error IOException, closed true true", "IOException", "server:");
  }

  @Test
  void aBrokenFrame() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.text("fine");
              socket.write(0x83, new byte[] {1});
              socket.connection().staySilent();
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              socket.request(10);
              probe.heard(3);
            });

    // The JDK leaves without a word, a session says why: WebSocketFailureTest.
    assertThat(seen)
        .containsExactly("open", "text fine", "error IOException, closed true true", "server:");
  }

  @Test
  void textThatIsNoUtf8() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.write(0x81, new byte[] {(byte) 0xc3, 0x28});
              socket.connection().staySilent();
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              socket.request(10);
              probe.heard(2);
            });

    assertThat(seen).containsExactly("open", "error IOException, closed true true", "server:");
  }

  @Test
  void abort() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.text("unread");
              socket.connection().staySilent();
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              probe.heard(1);
              socket.abort();
              probe.note("closed " + socket.isInputClosed() + " " + socket.isOutputClosed());
              probe.note(JavaNetProbe.outcome(socket.sendPing(bytes(""))));
              probe.note(JavaNetProbe.outcome(socket.sendClose(1000, "")));
              socket.abort();
              socket.request(5);
            });

    assertThat(seen)
        .containsExactly("open", "closed true true", "IOException", "IOException", "server:");
  }

  /** The JDK's client may miss the end where it is busy; so it does not play. */
  @Test
  void theConnectionEndsWithoutAGoodbye() throws Exception {
    List<String> seen =
        seen(
            session.newWebSocketBuilder(),
            (socket, frames) -> socket.text("one"),
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              socket.request(10);
              probe.heard(3);
              probe.note("input closed " + socket.isInputClosed());
            },
            new JavaNetProbe());

    assertThat(seen)
        .containsExactly(
            "open", "text one", "close 1006 , input closed true", "input closed true", "server:");
  }

  /** The JDK may complete what was pending as if it were sent; the contract says it fails. */
  @Test
  void abortFailsWhatIsPending() throws Exception {
    RawServer server =
        RawServer.start(
            connection -> {
              RawWebSocket.accept(connection);
              connection.await(new CompletableFuture<>());
            });
    servers.add(server);
    WebSocket socket =
        open(
            session.newWebSocketBuilder(),
            URI.create("ws://127.0.0.1:" + server.port() + "/"),
            new JavaNetProbe());
    CompletableFuture<WebSocket> pending = socket.sendBinary(ByteBuffer.allocate(16 << 20), true);
    socket.abort();

    assertThat(JavaNetProbe.outcome(pending)).isEqualTo("IOException");
  }

  @Test
  void closingTheValenceIsAnError() throws Exception {
    RawServer server = RawServer.start(connection -> RawWebSocket.accept(connection).echo());
    servers.add(server);
    JavaNetProbe probe = new JavaNetProbe();
    WebSocket socket =
        open(
            session.newWebSocketBuilder(),
            URI.create("ws://127.0.0.1:" + server.port() + "/"),
            probe);
    probe.heard(1);
    valence.close();

    assertThat(probe.heard(2)).containsExactly("open", "error IOException, closed true true");
    assertThat(JavaNetProbe.outcome(socket.sendText("late", true))).isEqualTo("IOException");
    assertThatThrownBy(
            () ->
                session.newWebSocketBuilder(
                    WebSocketOptions.builder().listeners(any -> {}).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("buildAsync");
  }
}
