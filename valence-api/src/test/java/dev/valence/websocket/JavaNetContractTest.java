package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@code java.net.http.WebSocket}: each case is played by the JDK's own client and
 * by a session's, against the same server, and what the two have seen must be the same.
 */
class JavaNetContractTest {
  private static final HttpClient JDK = HttpClient.newHttpClient();

  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("java.net");
  private final List<RawServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    valence.close();
    for (RawServer server : servers) {
      server.close();
      assertThat(server.failures()).isEmpty();
    }
  }

  /** What one client does in a case. */
  private interface Play {
    void run(WebSocket.Builder builder, URI uri, JavaNetProbe probe) throws Exception;
  }

  /** The server's side of a case; it may write down what it sees. */
  private interface Server {
    void run(RawWebSocket socket, List<String> seen) throws IOException;
  }

  /** Plays a case with both clients; returns what they, and their servers, have seen. */
  private List<String> both(Server server, Play play) throws Exception {
    List<String> jdk = seen(JDK.newWebSocketBuilder(), server, play, new JavaNetProbe());
    List<String> ours = seen(session.newWebSocketBuilder(), server, play, new JavaNetProbe());
    assertThat(ours).isEqualTo(jdk);
    return ours;
  }

  private List<String> seen(WebSocket.Builder builder, Server server, Play play, JavaNetProbe probe)
      throws Exception {
    List<String> seenByServer = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Void> served = new CompletableFuture<>();
    RawServer raw =
        RawServer.start(
            connection -> {
              try {
                server.run(RawWebSocket.accept(connection), seenByServer);
              } finally {
                served.complete(null);
              }
            });
    servers.add(raw);
    play.run(builder, URI.create(raw.url("/").replace("http:", "ws:")), probe);
    served.get(JavaNetProbe.WAIT_SECONDS, TimeUnit.SECONDS);
    List<String> all = new ArrayList<>(probe.heard(0));
    all.add("server:");
    all.addAll(seenByServer);
    return all;
  }

  private static WebSocket open(WebSocket.Builder builder, URI uri, WebSocket.Listener listener)
      throws Exception {
    return builder.buildAsync(uri, listener).get(JavaNetProbe.WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes frames down up to a goodbye, and answers it. */
  private static void readAll(RawWebSocket socket, List<String> seen) throws IOException {
    Frame frame = socket.read();
    while (frame.opcode() != 8) {
      seen.add(frame.opcode() + (frame.fin() ? " last " : " more ") + frame.text());
      frame = socket.read();
    }
    seen.add("goodbye " + frame.closeCode() + " " + frame.closeReason());
    socket.write(0x88, frame.payload());
  }

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
            JavaNetContractTest::readAll,
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
  void theCodesOfAClose() throws Exception {
    List<String> seen =
        both(
            JavaNetContractTest::readAll,
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
              JavaNetContractTest::readAll,
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
  void theConnectionEndsWithoutAGoodbye() throws Exception {
    List<String> seen =
        both(
            (socket, frames) -> {
              socket.text("one");
              frames.add(socket.readMessage().text());
            },
            (builder, uri, probe) -> {
              WebSocket socket = open(builder, uri, probe);
              socket.request(10);
              probe.heard(2);
              // The JDK's may miss an end that comes together with a message.
              socket.sendText("now", true).join();
              probe.heard(3);
              probe.note("input closed " + socket.isInputClosed());
            });

    assertThat(seen).startsWith("open", "text one", "close 1006 , input closed true");
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

  // ---- Building

  /** How both clients fail to open a WebSocket. */
  private String refusal(RawServer.Script script, Building building) throws Exception {
    String[] outcomes = new String[2];
    for (int i = 0; i < 2; i++) {
      RawServer server = RawServer.start(script);
      servers.add(server);
      JavaNetProbe probe = new JavaNetProbe();
      WebSocket.Builder builder =
          i == 0 ? JDK.newWebSocketBuilder() : session.newWebSocketBuilder();
      URI uri = URI.create(server.url("/x").replace("http:", "ws:"));
      outcomes[i] = JavaNetProbe.outcome(building.build(builder, uri, probe));
      assertThat(probe.heard(0)).isEmpty();
    }
    assertThat(outcomes[1]).isEqualTo(outcomes[0]);
    return outcomes[1];
  }

  private interface Building {
    CompletableFuture<WebSocket> build(WebSocket.Builder builder, URI uri, WebSocket.Listener to);
  }

  private static void answers(dev.valence.testkit.RawConnection connection, String head)
      throws IOException {
    connection.readHead();
    connection.write(head + "\r\nX-Why: closed\r\nContent-Length: 0\r\n\r\n");
    connection.staySilent();
  }

  @Test
  void aServerThatRefuses() throws Exception {
    for (String status : List.of("404 No", "401 Login", "302 Elsewhere", "503 Later", "200 OK")) {
      assertThat(
              refusal(
                  connection -> answers(connection, "HTTP/1.1 " + status),
                  WebSocket.Builder::buildAsync))
          .isEqualTo("WebSocketHandshakeException " + status.substring(0, 3));
    }
    RawServer server = RawServer.start(connection -> answers(connection, "HTTP/1.1 404 No"));
    servers.add(server);
    Throwable thrown =
        catchThrowable(
            () ->
                open(
                    session.newWebSocketBuilder(),
                    URI.create("ws://127.0.0.1:" + server.port() + "/x"),
                    new JavaNetProbe()));
    WebSocketHandshakeException refused = (WebSocketHandshakeException) thrown.getCause();
    assertThat(refused.getResponse().headers().firstValue("x-why")).hasValue("closed");
    assertThat(refused.getResponse().uri()).isEqualTo(URI.create(server.url("/x")));
    assertThat(refused.getResponse().request().uri()).isEqualTo(URI.create(server.url("/x")));
    assertThat(refused).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anAnswerThatIsNone() throws Exception {
    assertThat(
            refusal(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          + "Sec-WebSocket-Accept: wrong\r\n\r\n");
                  connection.staySilent();
                },
                WebSocket.Builder::buildAsync))
        .isEqualTo("WebSocketHandshakeException 101");
  }

  @Test
  void nobodyListens() throws Exception {
    URI nowhere;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = URI.create("ws://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    assertThat(
            refusal(connection -> {}, (builder, uri, probe) -> builder.buildAsync(nowhere, probe)))
        .isEqualTo("IOException");
  }

  @Test
  void theTimeIsOver() throws Exception {
    assertThat(
            refusal(
                connection -> {
                  connection.readHead();
                  connection.staySilent();
                },
                (builder, uri, probe) ->
                    builder.connectTimeout(Duration.ofMillis(300)).buildAsync(uri, probe)))
        .isEqualTo("HttpTimeoutException");
  }

  @Test
  void whatCannotBeBuilt() throws Exception {
    List<Building> wrong =
        List.of(
            (builder, uri, probe) -> builder.connectTimeout(Duration.ZERO).buildAsync(uri, probe),
            (builder, uri, probe) ->
                builder.connectTimeout(Duration.ofSeconds(-1)).buildAsync(uri, probe),
            (builder, uri, probe) ->
                builder.header("Sec-WebSocket-Key", "x").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.header("Connection", "x").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.header("a b", "x").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.header("X", "a\r\nb").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.subprotocols("a", "a").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.subprotocols("a b").buildAsync(uri, probe),
            (builder, uri, probe) -> builder.buildAsync(URI.create("http://127.0.0.1/"), probe),
            (builder, uri, probe) -> builder.buildAsync(URI.create("/relative"), probe),
            (builder, uri, probe) -> builder.buildAsync(URI.create(uri + "#part"), probe));
    for (int i = 0; i < wrong.size(); i++) {
      assertThat(refusal(connection -> {}, wrong.get(i)))
          .as("case " + i)
          .isEqualTo("IllegalArgumentException");
    }
    for (WebSocket.Builder builder :
        List.of(JDK.newWebSocketBuilder(), session.newWebSocketBuilder())) {
      URI uri = URI.create("ws://127.0.0.1/");
      assertThatThrownBy(() -> builder.buildAsync(null, new JavaNetProbe()))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> builder.buildAsync(uri, null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> builder.header(null, "x")).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> builder.subprotocols(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> builder.connectTimeout(null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void headersAndSubprotocols() throws Exception {
    for (WebSocket.Builder builder :
        List.of(
            JDK.newWebSocketBuilder(),
            session.newWebSocketBuilder(
                WebSocketOptions.builder().compression(null).protocols("replaced").build()))) {
      CompletableFuture<List<String>> fields = new CompletableFuture<>();
      RawServer server =
          RawServer.start(
              connection -> {
                RawWebSocket socket =
                    RawWebSocket.accept(connection, "Sec-WebSocket-Protocol: soup");
                List<String> seen = new ArrayList<>(socket.headers("x-a"));
                seen.addAll(socket.headers("sec-websocket-protocol"));
                seen.addAll(socket.headers("sec-websocket-extensions"));
                fields.complete(seen);
                socket.echo();
              });
      servers.add(server);
      WebSocket socket =
          open(
              builder.header("X-A", "1").header("X-A", "2").subprotocols("chat", "soup"),
              URI.create("ws://127.0.0.1:" + server.port() + "/"),
              new JavaNetProbe());

      assertThat(socket.getSubprotocol()).isEqualTo("soup");
      assertThat(fields.get(JavaNetProbe.WAIT_SECONDS, TimeUnit.SECONDS))
          .containsExactly("1", "2", "chat, soup");
      socket.abort();
    }
  }

  // ---- Of a session alone

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

  /** Hands everything to a probe; some calls are replaced. */
  private static class Forwarding implements WebSocket.Listener {
    private final JavaNetProbe to;

    Forwarding(JavaNetProbe to) {
      this.to = to;
    }

    @Override
    public void onOpen(WebSocket socket) {
      to.onOpen(socket);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      return to.onText(socket, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      return to.onClose(socket, code, reason);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      to.onError(socket, error);
    }
  }
}
