package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How the listener of a {@code java.net.http.WebSocket} is called, and what it may answer. */
class JavaNetListenerTest extends JavaNetContract {
  @Test
  void stagesDoNotHoldLaterMessages() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.text("one");
              socket.text("two");
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket =
                  open(
                      builder,
                      uri,
                      new Forwarding(probe) {
                        @Override
                        public CompletionStage<?> onText(
                            WebSocket from, CharSequence data, boolean last) {
                          probe.onText(from, data, last);
                          return new CompletableFuture<>();
                        }
                      });
              socket.request(3);
              probe.heard(3);
              socket.sendClose(1000, "").join();
              probe.heard(4);
            });

    assertThat(seen).startsWith("open", "text one", "text two", "close 1000 , input closed true");
  }

  @Test
  void callsComeOneAtATime() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              for (int i = 0; i < 200; i++) {
                socket.text("m" + i);
              }
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              for (int i = 0; i < 200; i++) {
                socket.request(1);
              }
              probe.heard(201);
              socket.sendClose(1000, "").join();
              socket.request(1);
              probe.heard(202);
            });

    assertThat(seen).doesNotContain("two calls at once").contains("text m199").hasSize(204);
  }

  @Test
  void theDefaultListenerAsksByItself() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.text("one");
              socket.write(0x89, new byte[0]);
              socket.goodbye(1000, "");
              readAll(socket, frames);
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, new WebSocket.Listener() {});
              probe.note("subprotocol " + socket.getSubprotocol());
            });

    assertThat(seen).contains("10 last ", "goodbye 1000 ");
  }

  @Test
  void aListenerThatThrows() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.text("one");
              socket.text("two");
              socket.connection().staySilent();
            },
            (builder, uri, probe) -> {
              WebSocket socket =
                  open(
                      builder,
                      uri,
                      new Forwarding(probe) {
                        @Override
                        public CompletionStage<?> onText(
                            WebSocket from, CharSequence data, boolean last) {
                          probe.onText(from, data, last);
                          throw new ArithmeticException("of the listener");
                        }
                      });
              socket.request(10);
              probe.heard(3);
            });

    assertThat(seen)
        .containsExactly(
            "open", "text one", "error ArithmeticException, closed true true", "server:");
  }

  /** The JDK 17 passes it over; the contract says it is an error. */
  @Test
  void aStageThatFails() throws Exception {
    RawServer server =
        RawServer.start(
            connection -> {
              RawWebSocket.accept(connection).text("one");
              connection.staySilent();
            });
    servers.add(server);
    JavaNetProbe probe = new JavaNetProbe();
    WebSocket socket =
        open(
            session.newWebSocketBuilder(),
            URI.create("ws://127.0.0.1:" + server.port() + "/"),
            new Forwarding(probe) {
              @Override
              public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                probe.onText(from, data, last);
                return CompletableFuture.failedFuture(new ArithmeticException("later"));
              }
            });
    socket.request(1);

    assertThat(probe.heard(3))
        .containsExactly("open", "text one", "error ArithmeticException, closed true true");
  }
}
