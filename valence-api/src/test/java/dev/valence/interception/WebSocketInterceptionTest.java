package dev.valence.interception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import dev.valence.webrequest.WebRequestFilter;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.WebSocket;
import dev.valence.websocket.WebSocketMessage;
import dev.valence.websocket.WebSocketOptions;
import dev.valence.websocket.WebSocketStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interceptors and observers of the messages of WebSockets. */
class WebSocketInterceptionTest {
  private final LinkedBlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
  private final Valence valence =
      Valence.builder().uncaughtExceptionHandler((thread, thrown) -> reported.add(thrown)).build();
  private final Session session = valence.session().fromPartition("intercepted");
  private final Interceptors interceptors = session.interceptors();
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private RawServer server;

  @AfterEach
  void close() {
    valence.close();
    if (server != null) {
      server.close();
      assertThat(server.failures()).isEmpty();
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private String serve(RawServer.Script script) throws IOException {
    server = RawServer.start(script);
    return server.url("/").replace("http:", "ws:");
  }

  private String echoes() throws IOException {
    return serve(connection -> RawWebSocket.accept(connection).echo());
  }

  private WebSocketStream stream(String url) throws Exception {
    return get(session.webSocketStream(url, WebSocketOptions.defaults()));
  }

  private static Interceptor onMessage(Function<InterceptedMessage, MessageAction> function) {
    return Interceptor.builder(WebRequestFilter.urls("ws://127.0.0.1/*", "ws://127.0.0.1:*/*"))
        .onMessage(function)
        .build();
  }

  private static WebSocketMessage text(String text) {
    return WebSocketMessage.of(text);
  }

  private Interceptor adding(String name) {
    return onMessage(
        asked -> {
          heard.add(name + " " + asked.direction() + " " + asked.message().text());
          return MessageAction.replace(text(asked.message().text() + name));
        });
  }

  @Test
  void messagesAreChangedInOrderAndBackwards() throws Exception {
    interceptors.add(adding("a"));
    interceptors.add(adding("b"));
    WebSocketStream stream = stream(echoes());
    get(stream.send("1"));

    assertThat(stream.receive()).isEqualTo(text("1abba"));
    assertThat(heard).containsExactly("a SENT 1", "b SENT 1a", "b RECEIVED 1ab", "a RECEIVED 1abb");
  }

  @Test
  void messagesAreDroppedMultipliedAndAdded() throws Exception {
    CompletableFuture<InterceptedWebSocket> socket = new CompletableFuture<>();
    interceptors.add(
        Interceptor.builder(WebRequestFilter.allUrls())
            .onWebSocket(socket::complete)
            .onMessage(
                asked -> {
                  String message = asked.message().text();
                  if (message.equals("drop")) {
                    return MessageAction.drop();
                  }
                  return message.equals("two") && asked.direction() == MessageDirection.SENT
                      ? MessageAction.replace(text("two, first"), text("two, second"))
                      : MessageAction.proceed();
                })
            .build());
    WebSocketStream stream = stream(echoes());
    get(stream.send("drop"));
    get(stream.send("two"));
    get(get(socket).send(text("drop")));
    CompletableFuture<Void> delivered = get(socket).deliver(text("drop"));

    List<String> received = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      received.add(stream.receive().text());
    }
    // What it sends itself it is not asked about; the server's answer to that it is.
    assertThat(received).containsExactlyInAnyOrder("drop", "two, first", "two, second");
    assertThat(received.indexOf("two, first")).isLessThan(received.indexOf("two, second"));
    get(delivered);
    assertThat(get(socket).url()).isEqualTo(stream.url());
    assertThat(get(socket).protocol()).isEmpty();
  }

  @Test
  void theServerHearsWhatIsLeft() throws Exception {
    CompletableFuture<List<String>> atServer = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              List<String> all = new ArrayList<>();
              Frame frame = socket.readMessage();
              while (frame.opcode() != 8) {
                all.add(frame.opcode() + " " + frame.text());
                frame = socket.readMessage();
              }
              atServer.complete(all);
              socket.write(0x88, frame.payload());
            });
    CompletableFuture<MessageAction> later = new CompletableFuture<>();
    interceptors.add(
        Interceptor.builder(WebRequestFilter.allUrls())
            .onMessageAsync(
                asked -> {
                  heard.add(asked.message().text());
                  return asked.message().text().equals("wait")
                      ? later
                      : CompletableFuture.completedFuture(MessageAction.proceed());
                })
            .build());
    CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    CompletableFuture<Long> buffered = new CompletableFuture<>();
    session.webSocket(
        url,
        WebSocketOptions.builder()
            .listeners(
                socket -> {
                  socket.onopen(
                      () -> {
                        socket.send("wait");
                        socket.send("äö");
                        socket.send(new byte[] {'x'});
                        socket.close(1000, "all said");
                        buffered.complete(socket.bufferedAmount());
                      });
                  socket.onclose(closed::complete);
                })
            .build());

    // "wait" has 4 bytes, "äö" 4, the binary message 1: all of them stand behind the answer.
    assertThat(get(buffered)).isEqualTo(9);
    assertThat(closed).isNotDone();
    later.complete(MessageAction.replace(text("waited for long")));
    assertThat(get(atServer)).containsExactly("1 waited for long", "1 äö", "2 x");
    assertThat(get(closed)).isEqualTo(new CloseEvent(1000, "all said", true));
    assertThat(heard).containsExactly("wait", "äö", "x");
  }

  @Test
  void bufferedAmountIsTrueBehindInterceptors() throws Exception {
    interceptors.add(
        onMessage(
            asked ->
                asked.message().text().equals("gone")
                    ? MessageAction.drop()
                    : MessageAction.replace(text("longer than before"))));
    CompletableFuture<Long> atEnd = new CompletableFuture<>();
    session.webSocket(
        echoes(),
        WebSocketOptions.builder()
            .listeners(
                socket -> {
                  socket.onopen(
                      () -> {
                        socket.send("gone");
                        socket.send("x");
                      });
                  socket.onmessage(event -> atEnd.complete(socket.bufferedAmount()));
                })
            .build());

    assertThat(get(atEnd)).isZero();
  }

  @Test
  void anAnswerThatWaitsSlowsTheServerDown() throws Exception {
    CompletableFuture<Void> allSent = new CompletableFuture<>();
    String url =
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              for (int i = 0; i < 40; i++) {
                socket.binary(new byte[1 << 20]);
              }
              allSent.complete(null);
              socket.goodbye(1000, "");
              socket.awaitGoodbye();
            });
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<MessageAction> first = new CompletableFuture<>();
    interceptors.add(
        Interceptor.builder(WebRequestFilter.allUrls())
            .onMessageAsync(
                message ->
                    asked.complete(null)
                        ? first
                        : CompletableFuture.completedFuture(
                            MessageAction.replace(text("a"), text("b"))))
            .build());
    WebSocketStream stream = stream(url);
    get(asked);
    // 39 MiB more fit into no buffers between the two.
    assertThat(allSent).isNotDone();
    first.complete(MessageAction.drop());
    int received = 0;
    while (stream.receive() != null) {
      received++;
    }

    assertThat(received).isEqualTo(78);
    get(allSent);
    assertThat(get(stream.closed())).isEqualTo(new CloseEvent(1000, "", true));
  }

  private WebSocketStream failing(Interceptor interceptor, String... messages) throws Exception {
    interceptors.add(interceptor);
    WebSocketStream stream =
        stream(
            serve(
                connection -> {
                  RawWebSocket socket = RawWebSocket.accept(connection);
                  for (String message : messages) {
                    socket.text(message);
                  }
                  socket.goodbye(1000, "fine");
                  socket.awaitGoodbye();
                }));
    return stream;
  }

  @Test
  void whatAnInterceptorDoesNotJudgeDoesNotPass() throws Exception {
    WebSocketStream stream =
        failing(
            onMessage(
                asked -> {
                  if (asked.message().text().equals("bad")) {
                    throw new IllegalStateException("of the interceptor");
                  }
                  return MessageAction.proceed();
                }),
            "good",
            "bad",
            "never");

    assertThat(get(stream.closed())).isEqualTo(new CloseEvent(1006, "net::ERR_FAILED", false));
    assertThat(stream.receive()).isEqualTo(text("good"));
    assertThatThrownBy(stream::receive)
        .isInstanceOfSatisfying(
            NetException.class,
            e -> {
              assertThat(e.error()).isEqualTo(NetError.FAILED);
              assertThat(e.detail()).isEqualTo("an interceptor failed");
            });
    assertThat(reported.poll(20, TimeUnit.SECONDS)).hasMessage("of the interceptor");
  }

  @Test
  void nullIsNoAction() throws Exception {
    WebSocketStream stream = failing(onMessage(asked -> null), "one");

    assertThat(get(stream.closed()).reason()).isEqualTo("net::ERR_FAILED");
    assertThat(reported.poll(20, TimeUnit.SECONDS))
        .hasMessageContaining("null instead of an action");
  }

  @Test
  void anActionThatDoesNotComeInTime() throws Exception {
    WebSocketStream stream =
        failing(
            Interceptor.builder(WebRequestFilter.allUrls())
                .onMessageAsync(asked -> new CompletableFuture<>())
                .timeout(Duration.ofMillis(50))
                .build(),
            "one");

    assertThat(get(stream.closed())).isEqualTo(new CloseEvent(1006, "net::ERR_TIMED_OUT", false));
  }

  @Test
  void anInterceptorEndsTheWebSocket() throws Exception {
    WebSocketStream stream = failing(onMessage(asked -> MessageAction.cancel()), "one");

    assertThat(get(stream.closed()).reason()).isEqualTo("net::ERR_BLOCKED_BY_CLIENT");
  }

  @Test
  void whoHearsOfAWebSocketAndThrowsFailsIt() throws Exception {
    WebSocketStream stream =
        failing(
            Interceptor.builder(WebRequestFilter.allUrls())
                .onWebSocket(
                    socket -> {
                      throw new IllegalStateException("not this one");
                    })
                .build());

    assertThat(get(stream.closed()).reason()).isEqualTo("net::ERR_FAILED");
  }

  @Test
  void anInterceptorGoesAtAnyTime() throws Exception {
    Interceptor upper =
        onMessage(asked -> MessageAction.replace(text(asked.message().text() + "!")));
    interceptors.add(upper);
    WebSocketStream stream = stream(echoes());
    get(stream.send("one"));
    assertThat(stream.receive().text()).isEqualTo("one!!");
    assertThat(interceptors.remove(upper)).isTrue();
    get(stream.send("two"));
    assertThat(stream.receive().text()).isEqualTo("two");
    interceptors.add(upper);
    get(stream.send("three"));
    assertThat(stream.receive().text()).isEqualTo("three!!");
  }

  @Test
  void theFilterDecides() throws Exception {
    interceptors.add(
        Interceptor.builder(WebRequestFilter.urls("ws://elsewhere.example/*"))
            .onMessage(asked -> MessageAction.cancel())
            .build());
    WebSocketStream stream = stream(echoes());
    get(stream.send("one"));

    assertThat(stream.receive().text()).isEqualTo("one");
    assertThatThrownBy(() -> Interceptor.builder(WebRequestFilter.allUrls()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("onMessage");
  }

  @Test
  void observersSeeWhatIsLeft() throws Exception {
    LinkedBlockingQueue<MessageDetails> seen = new LinkedBlockingQueue<>();
    Interceptors.Observation observation =
        interceptors.observe(
            WebRequestFilter.allUrls(),
            new TrafficObserver() {
              @Override
              public void onMessage(MessageDetails details) {
                seen.add(details);
              }
            });
    interceptors.add(
        onMessage(
            asked ->
                asked.message().text().equals("secret")
                    ? MessageAction.drop()
                    : MessageAction.proceed()));
    WebSocketStream stream = stream(echoes());
    get(stream.send("secret"));
    get(stream.send("open"));

    assertThat(stream.receive().text()).isEqualTo("open");
    assertThat(seen.poll(20, TimeUnit.SECONDS))
        .isEqualTo(new MessageDetails(stream.url(), MessageDirection.SENT, text("open")));
    assertThat(seen.poll(20, TimeUnit.SECONDS))
        .isEqualTo(new MessageDetails(stream.url(), MessageDirection.RECEIVED, text("open")));
    observation.close();
    get(stream.send("unseen"));
    assertThat(stream.receive().text()).isEqualTo("unseen");
    assertThat(seen).isEmpty();
  }

  @Test
  void theEndOfTheSessionWaitsForNoAnswer() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    interceptors.add(
        Interceptor.builder(WebRequestFilter.allUrls())
            .onMessageAsync(
                message -> {
                  asked.complete(null);
                  return new CompletableFuture<>();
                })
            .build());
    List<CloseEvent> ends = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
    session.webSocket(
        serve(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.text("one");
              socket.goodbye(1000, "");
              socket.awaitGoodbye();
            }),
        WebSocketOptions.builder()
            .listeners(
                socket ->
                    socket.addEventListener(
                        WebSocket.CLOSE,
                        event -> {
                          ends.add(event);
                          closed.complete(event);
                        }))
            .build());
    get(asked);
    valence.close();

    assertThat(get(closed).code()).isEqualTo(1006);
    assertThat(ends).hasSize(1);
  }

  @Test
  void theEndOfTheSessionIsToldWhereTheServerHasLeftLongAgo() throws Exception {
    CompletableFuture<Void> left = new CompletableFuture<>();
    interceptors.add(
        Interceptor.builder(WebRequestFilter.allUrls())
            .onMessageAsync(message -> new CompletableFuture<>())
            .build());
    WebSocketStream stream =
        stream(
            serve(
                connection -> {
                  RawWebSocket socket = RawWebSocket.accept(connection);
                  socket.text("one");
                  socket.goodbye(1000, "");
                  socket.awaitGoodbye();
                  connection.close();
                  left.complete(null);
                }));
    get(left);
    assertThat(stream.closed()).isNotDone();
    valence.close();

    assertThat(get(stream.closed()).reason()).isEqualTo("net::ERR_CONTEXT_SHUT_DOWN");
  }

  @Test
  void theJavaNetFormIsIntercepted() throws Exception {
    interceptors.add(adding("+"));
    CompletableFuture<String> received = new CompletableFuture<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    java.net.http.WebSocket socket =
        get(
            session
                .newWebSocketBuilder()
                .buildAsync(
                    URI.create(echoes()),
                    new java.net.http.WebSocket.Listener() {
                      @Override
                      public CompletableFuture<?> onText(
                          java.net.http.WebSocket from, CharSequence data, boolean last) {
                        received.complete(data.toString());
                        from.request(1);
                        return null;
                      }

                      @Override
                      public CompletableFuture<?> onClose(
                          java.net.http.WebSocket from, int code, String reason) {
                        closed.complete(code);
                        return null;
                      }
                    }));
    get(socket.sendText("in ", false));
    get(socket.sendPing(java.nio.ByteBuffer.allocate(3)));
    get(socket.sendText("parts", true));

    assertThat(get(received)).isEqualTo("in parts++");
    get(socket.sendClose(3000, "bye"));
    assertThat(get(closed)).isEqualTo(3000);
  }
}
