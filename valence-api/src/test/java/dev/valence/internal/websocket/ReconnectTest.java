package dev.valence.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.internal.request.ClientRequestImpl.Surroundings;
import dev.valence.internal.session.SessionImpl;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.InvalidStateException;
import dev.valence.websocket.ReconnectPolicy;
import dev.valence.websocket.ReconnectingEvent;
import dev.valence.websocket.WebSocket;
import dev.valence.websocket.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A WebSocket with a reconnect policy; its clock is the test's. */
class ReconnectTest {
  /** Rings when the test says so. */
  private static final class Alarm implements Reconnections.Alarm {
    final BlockingQueue<Duration> set = new LinkedBlockingQueue<>();
    final AtomicLong now = new AtomicLong();
    final AtomicInteger stopped = new AtomicInteger();
    private volatile Runnable ring = () -> {};

    @Override
    public Runnable set(Duration time, Runnable ringing) {
      ring = ringing;
      set.add(time);
      return stopped::incrementAndGet;
    }

    @Override
    public long nanoTime() {
      return now.get();
    }

    void ring() {
      ring.run();
    }
  }

  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("reconnects");
  private final Alarm alarm = new Alarm();
  private final Reconnections reconnections = new Reconnections(alarm);
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<ReconnectingEvent> events = new LinkedBlockingQueue<>();
  private RawServer server;

  @AfterEach
  void close() {
    valence.close();
    if (server != null) {
      server.close();
      assertThat(server.failures()).isEmpty();
    }
  }

  private String next() throws InterruptedException {
    String next = heard.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("an event within 20 s").isNotNull();
    return next;
  }

  private ReconnectingEvent reconnecting() throws InterruptedException {
    return events.poll(20, TimeUnit.SECONDS);
  }

  private WebSocket open(RawServer.Script script, ReconnectPolicy policy, Consumer<WebSocket> more)
      throws IOException {
    server = RawServer.start(script);
    return open(server.url("/"), policy, more);
  }

  private WebSocket open(String url, ReconnectPolicy policy, Consumer<WebSocket> more) {
    Surroundings real = ((SessionImpl) session).surroundings();
    Surroundings timed =
        new Surroundings(
            real.context(),
            real.workers(),
            real.events(),
            real.webSockets(),
            reconnections,
            real.timeouts(),
            real.acceptLanguage());
    return WebSocketImpl.open(
        timed,
        url,
        WebSocketOptions.builder()
            .reconnect(policy)
            .listeners(
                socket -> {
                  socket.on(WebSocket.OPENED, () -> heard.add("open " + socket.readyState()));
                  socket.on(WebSocket.MESSAGE, event -> heard.add("message " + event.text()));
                  socket.on(WebSocket.ERROR, failure -> heard.add("error"));
                  socket.on(
                      WebSocket.CLOSE,
                      end ->
                          heard.add(
                              "close " + end.code() + " " + end.reason() + socket.readyState()));
                  socket.on(
                      WebSocket.RECONNECTING,
                      event -> {
                        events.add(event);
                        heard.add("reconnecting " + event.attempt() + " " + socket.readyState());
                      });
                  more.accept(socket);
                })
            .build());
  }

  private void nothingMore() {
    valence.close();
    assertThat(heard).isEmpty();
  }

  @Test
  void aLostConnectionIsFollowedByAnother() throws Exception {
    WebSocket socket =
        open(
            connection -> {
              RawWebSocket own =
                  RawWebSocket.accept(connection, "Sec-WebSocket-Extensions: permessage-deflate");
              own.text("connection " + connection.id());
              if (connection.id() == 2) {
                own.goodbye(1012, "restart");
                own.awaitGoodbye();
              } else if (connection.id() == 3) {
                own.echo();
              }
            },
            ReconnectPolicy.defaults(),
            made -> {});
    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("message connection 1");
    assertThat(next()).isEqualTo("reconnecting 1 0");
    assertThat(socket.extensions()).isEmpty();
    assertThat(alarm.set.poll(20, TimeUnit.SECONDS))
        .isBetween(Duration.ZERO, Duration.ofSeconds(1));
    ReconnectingEvent first = reconnecting();
    assertThat(first.end()).isEqualTo(new CloseEvent(1006, "net::ERR_CONNECTION_CLOSED", false));
    assertThat(first.failure()).hasMessage("net::ERR_CONNECTION_CLOSED");
    assertThat(server.connectionCount()).isEqualTo(1);
    alarm.ring();
    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("message connection 2");
    assertThat(next()).isEqualTo("reconnecting 2 0");
    assertThat(reconnecting().end()).isEqualTo(new CloseEvent(1012, "restart", true));
    alarm.ring();
    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("message connection 3");
    socket.close(1000, "enough");

    assertThat(next()).isEqualTo("close 1000 enough3");
    nothingMore();
  }

  @Test
  void aNormalEndIsTheEnd() throws Exception {
    open(
        connection -> {
          RawWebSocket own = RawWebSocket.accept(connection);
          own.goodbye(1000, "done");
          own.awaitGoodbye();
        },
        ReconnectPolicy.defaults(),
        made -> {});

    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("close 1000 done3");
    nothingMore();
  }

  @Test
  void attemptsAreCountedAnewAfterAStableConnection() throws Exception {
    WebSocket socket =
        open(
            connection -> {
              RawWebSocket own = RawWebSocket.accept(connection);
              if (connection.id() != 2) {
                return;
              }
              own.readMessage();
              alarm.now.addAndGet(TimeUnit.SECONDS.toNanos(6));
              own.text("stable");
            },
            ReconnectPolicy.builder().maxAttempts(1).build(),
            made -> {});
    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("reconnecting 1 0");
    alarm.ring();
    assertThat(next()).isEqualTo("open 1");
    socket.send("the clock may go on");
    assertThat(next()).isEqualTo("message stable");
    assertThat(next()).isEqualTo("reconnecting 1 0");
    alarm.ring();
    assertThat(next()).isEqualTo("open 1");

    assertThat(next()).isEqualTo("error");
    assertThat(next()).isEqualTo("close 1006 net::ERR_CONNECTION_CLOSED3");
    nothingMore();
  }

  @Test
  void attemptsThatFailAreCounted() throws Exception {
    server = RawServer.start(connection -> {});
    String url = server.url("/");
    server.close();
    open(url, ReconnectPolicy.builder().maxAttempts(2).build(), made -> {});

    assertThat(next()).isEqualTo("reconnecting 1 0");
    alarm.ring();
    assertThat(next()).isEqualTo("reconnecting 2 0");
    alarm.ring();
    assertThat(next()).isEqualTo("error");
    assertThat(next()).isEqualTo("close 1006 net::ERR_CONNECTION_REFUSED3");
    nothingMore();
  }

  @Test
  void closeEndsTheWait() throws Exception {
    WebSocket socket =
        open(connection -> RawWebSocket.accept(connection), ReconnectPolicy.defaults(), made -> {});
    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("reconnecting 1 0");
    socket.close();
    assertThat(socket.readyState()).isIn(WebSocket.CLOSING, WebSocket.CLOSED);
    alarm.ring();

    assertThat(next()).isEqualTo("error");
    assertThat(next()).isEqualTo("close 1006 net::ERR_ABORTED3");
    assertThat(alarm.stopped).hasValue(1);
    assertThat(server.connectionCount()).isEqualTo(1);
    nothingMore();
  }

  @Test
  void closeInTheListenersCall() throws Exception {
    open(
        connection -> RawWebSocket.accept(connection),
        ReconnectPolicy.defaults(),
        made -> made.on(WebSocket.RECONNECTING, event -> made.close()));

    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("reconnecting 1 0");
    assertThat(next()).isEqualTo("error");
    assertThat(next()).isEqualTo("close 1006 net::ERR_ABORTED3");
    nothingMore();
  }

  @Test
  void theEndOfTheSessionEndsTheWait() throws Exception {
    open(connection -> RawWebSocket.accept(connection), ReconnectPolicy.defaults(), made -> {});
    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("reconnecting 1 0");
    reconnections.close();

    assertThat(next()).isEqualTo("error");
    assertThat(next()).isEqualTo("close 1006 net::ERR_CONTEXT_SHUT_DOWN3");
    nothingMore();
  }

  @Test
  void theEndOfTheValenceEndsTheWait() throws Exception {
    server = RawServer.start(connection -> RawWebSocket.accept(connection));
    session.webSocket(
        server.url("/"),
        WebSocketOptions.builder()
            .reconnect(
                ReconnectPolicy.builder()
                    .initialDelay(Duration.ofDays(300))
                    .maxDelay(Duration.ofDays(365))
                    .build())
            .listeners(
                socket -> {
                  socket.on(WebSocket.RECONNECTING, event -> heard.add("reconnecting"));
                  socket.on(WebSocket.CLOSE, end -> heard.add("close " + end.reason()));
                })
            .build());
    assertThat(next()).isEqualTo("reconnecting");
    valence.close();

    assertThat(next()).isEqualTo("close net::ERR_CONTEXT_SHUT_DOWN");
    assertThat(heard).isEmpty();
  }

  @Test
  void sendsAreRefusedInBetween() throws Exception {
    WebSocket socket =
        open(connection -> RawWebSocket.accept(connection), ReconnectPolicy.defaults(), made -> {});
    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("reconnecting 1 0");

    assertThatThrownBy(() -> socket.send("in between"))
        .isInstanceOf(InvalidStateException.class)
        .hasMessageContaining("Still in CONNECTING state");
    assertThat(socket.bufferedAmount()).isZero();
  }

  @Test
  void sendsWaitWhereThereIsRoom() throws Exception {
    BlockingQueue<String> atServer = new LinkedBlockingQueue<>();
    WebSocket socket =
        open(
            connection -> {
              RawWebSocket own = RawWebSocket.accept(connection);
              if (connection.id() == 1) {
                return;
              }
              for (int i = 0; i < 3; i++) {
                atServer.add(own.readMessage().text());
              }
              own.echo();
            },
            ReconnectPolicy.builder().bufferBytes(10).build(),
            made ->
                made.on(
                    WebSocket.OPENED,
                    () -> {
                      if (made.bufferedAmount() > 0) {
                        made.send("log in");
                      }
                    }));
    assertThat(next()).isEqualTo("open 1");
    assertThat(next()).isEqualTo("reconnecting 1 0");
    socket.send("one");
    socket.send("two 2");
    assertThatThrownBy(() -> socket.send("too long")).isInstanceOf(InvalidStateException.class);
    assertThat(socket.bufferedAmount()).isEqualTo(8);
    alarm.ring();
    assertThat(next()).isEqualTo("open 1");

    assertThat(
            List.of(
                String.valueOf(atServer.poll(20, TimeUnit.SECONDS)),
                String.valueOf(atServer.poll(20, TimeUnit.SECONDS)),
                String.valueOf(atServer.poll(20, TimeUnit.SECONDS))))
        .containsExactly("log in", "one", "two 2");
    socket.send("after");
    assertThat(next()).isEqualTo("message after");
    assertThat(socket.bufferedAmount()).isZero();
    socket.close();
    assertThat(next()).startsWith("close 1005");
  }

  @Test
  void whatWasNotSentIsToldAndNotCountedAnyMore() throws Exception {
    CompletableFuture<Void> allGiven = new CompletableFuture<>();
    WebSocket socket =
        open(
            connection -> {
              RawWebSocket own = RawWebSocket.accept(connection);
              if (connection.id() == 1) {
                connection.await(allGiven);
                connection.reset();
              } else {
                own.echo();
              }
            },
            ReconnectPolicy.defaults(),
            made -> {});
    assertThat(next()).isEqualTo("open 1");
    byte[] large = new byte[1 << 20];
    for (int i = 0; i < 32; i++) {
      socket.send(large);
    }
    allGiven.complete(null);
    assertThat(next()).isEqualTo("reconnecting 1 0");

    assertThat(reconnecting().lostBytes()).isBetween(1L << 20, 32L << 20);
    assertThat(socket.bufferedAmount()).isZero();
    alarm.ring();
    assertThat(next()).isEqualTo("open 1");
    socket.close();
    assertThat(next()).startsWith("close 1005");
  }

  @Test
  void otherFormsAreOneConnection() {
    WebSocketOptions options =
        WebSocketOptions.builder().reconnect(ReconnectPolicy.defaults()).build();
    assertThatThrownBy(() -> session.webSocketStream("ws://127.0.0.1/", options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reconnect");
    assertThatThrownBy(() -> session.newWebSocketBuilder(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reconnect");
  }
}
