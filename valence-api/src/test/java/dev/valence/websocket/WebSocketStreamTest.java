package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.net.NetException;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RawWebSocket;
import dev.valence.testkit.RawWebSocket.Frame;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WebSockets that are read at the reader's speed. */
class WebSocketStreamTest {
  private final Valence valence = Valence.builder().build();
  private RawServer server;

  @AfterEach
  void close() {
    valence.close();
    if (server != null) {
      server.close();
      assertThat(server.failures()).isEmpty();
    }
  }

  private WebSocketStream open(RawServer.Script script) throws IOException {
    server = RawServer.start(script);
    return SocketProbe.get(
        valence.net().webSocketStream(server.url("/"), WebSocketOptions.defaults()));
  }

  /** Keeps what it is told; asks for nothing by itself. */
  private static final class Reader implements Flow.Subscriber<WebSocketMessage> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final BlockingQueue<WebSocketMessage> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> completed = new CompletableFuture<>();
    final CompletableFuture<Throwable> failed = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
    }

    @Override
    public void onNext(WebSocketMessage message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      failed.complete(failure);
    }

    @Override
    public void onComplete() {
      completed.complete(null);
    }

    WebSocketMessage next() throws InterruptedException {
      return messages.poll(20, TimeUnit.SECONDS);
    }
  }

  /** Workers may tell of the end before they tell of the beginning. */
  @Test
  void whatEndsAtOnceIsGivenOutWithWhatItSaid() throws Exception {
    byte[] word = RawWebSocket.frame(0x81, new byte[] {'a'});
    byte[] violation = RawWebSocket.frame(0xB1, new byte[] {'b'});
    server =
        RawServer.start(
            connection -> {
              RawWebSocket.accept(connection);
              connection.write(word);
              connection.write(violation);
            });
    for (int round = 0; round < 300; round++) {
      WebSocketStream stream =
          SocketProbe.get(
              valence.net().webSocketStream(server.url("/"), WebSocketOptions.defaults()));
      assertThat(stream.receive().text()).isEqualTo("a");
      assertThatThrownBy(stream::receive).isInstanceOf(NetException.class);
    }
  }

  @Test
  void aPlainThreadReadsOneByOne() throws Exception {
    WebSocketStream stream = open(connection -> RawWebSocket.accept(connection).echo());
    SocketProbe.get(stream.send("grüße"));
    SocketProbe.get(stream.send(""));
    SocketProbe.get(stream.send(new byte[] {1, 2}));

    assertThat(stream.receive()).isEqualTo(WebSocketMessage.of("grüße"));
    assertThat(stream.receive()).isEqualTo(WebSocketMessage.of(""));
    assertThat(stream.receive()).isEqualTo(WebSocketMessage.of(new byte[] {1, 2}));
    stream.close(3000, "enough");
    assertThat(stream.receive()).isNull();
    assertThat(stream.receive()).isNull();
    assertThat(SocketProbe.get(stream.closed())).isEqualTo(new CloseEvent(3000, "enough", true));
    assertThatThrownBy(() -> SocketProbe.get(stream.send("late")))
        .hasRootCauseInstanceOf(NetException.class);
  }

  @Test
  void aFailureComesBehindTheMessages() throws Exception {
    WebSocketStream stream =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.text("one");
              socket.text("two");
            });

    assertThat(SocketProbe.get(stream.closed()).code()).isEqualTo(1006);
    assertThat(stream.receive()).isEqualTo(WebSocketMessage.of("one"));
    assertThat(stream.receive()).isEqualTo(WebSocketMessage.of("two"));
    assertThatThrownBy(stream::receive)
        .isInstanceOf(NetException.class)
        .hasMessage("net::ERR_CONNECTION_CLOSED");
  }

  @Test
  void whatCannotBeOpenedFails() throws Exception {
    server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
            });
    CompletableFuture<WebSocketStream> opening =
        valence.net().webSocketStream(server.url("/"), WebSocketOptions.defaults());

    assertThatThrownBy(() -> SocketProbe.get(opening))
        .hasRootCauseInstanceOf(NetException.class)
        .hasRootCauseMessage("net::ERR_INVALID_RESPONSE");
    assertThatThrownBy(
            () ->
                valence
                    .net()
                    .webSocketStream(
                        "ws://127.0.0.1/",
                        WebSocketOptions.builder().listeners(socket -> {}).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("listeners");
    assertThatThrownBy(() -> valence.net().webSocketStream("ftp://x/", WebSocketOptions.defaults()))
        .isInstanceOf(SyntaxException.class);
  }

  @Test
  void cancellingGivesItUp() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> left = new CompletableFuture<>();
    server =
        RawServer.start(
            connection -> {
              connection.readHead();
              asked.complete(null);
              connection.staySilent();
              left.complete(null);
            });
    CompletableFuture<WebSocketStream> opening =
        valence.net().webSocketStream(server.url("/"), WebSocketOptions.defaults());
    SocketProbe.get(asked);
    opening.cancel(true);

    SocketProbe.get(left);
  }

  @Test
  void aSubscriberGetsWhatItAsksFor() throws Exception {
    WebSocketStream stream =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              for (int i = 0; i < 5; i++) {
                socket.text("m" + i);
              }
              socket.goodbye(1000, "");
              socket.awaitGoodbye();
            });
    Reader reader = new Reader();
    stream.messages().subscribe(reader);
    Flow.Subscription subscription = SocketProbe.get(reader.subscription);
    subscription.request(2);
    assertThat(reader.next().text()).isEqualTo("m0");
    assertThat(reader.next().text()).isEqualTo("m1");
    assertThat(reader.messages).isEmpty();
    assertThat(reader.completed).isNotDone();
    subscription.request(Long.MAX_VALUE);

    SocketProbe.get(reader.completed);
    assertThat(reader.messages)
        .extracting(WebSocketMessage::text)
        .containsExactly("m2", "m3", "m4");
  }

  @Test
  void aSlowSubscriberSlowsTheServerDown() throws Exception {
    CompletableFuture<Void> allSent = new CompletableFuture<>();
    WebSocketStream stream =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              for (int i = 0; i < 100; i++) {
                socket.binary(new byte[1 << 20]);
              }
              allSent.complete(null);
              socket.goodbye(1000, "");
              socket.awaitGoodbye();
            });
    Reader reader = new Reader();
    stream.messages().subscribe(reader);
    Flow.Subscription subscription = SocketProbe.get(reader.subscription);
    subscription.request(1);
    assertThat(reader.next().size()).isEqualTo(1 << 20);
    // 99 MiB more fit into no buffers between the two.
    assertThat(allSent).isNotDone();
    subscription.request(99);

    SocketProbe.get(allSent);
    SocketProbe.get(reader.completed);
    assertThat(reader.messages).hasSize(99);
  }

  @Test
  void cancellingTheSubscriptionCloses() throws Exception {
    WebSocketStream stream =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              for (int i = 0; i < 50; i++) {
                socket.binary(new byte[1 << 20]);
              }
              socket.echo();
            });
    Reader reader = new Reader();
    stream.messages().subscribe(reader);
    SocketProbe.get(reader.subscription).cancel();

    assertThat(SocketProbe.get(stream.closed())).isEqualTo(new CloseEvent(1005, "", true));
    assertThat(reader.messages).isEmpty();
    assertThat(reader.completed).isNotDone();
  }

  @Test
  void thereIsOneReader() throws Exception {
    WebSocketStream stream = open(connection -> RawWebSocket.accept(connection).echo());
    Reader first = new Reader();
    Reader second = new Reader();
    stream.messages().subscribe(first);
    SocketProbe.get(first.subscription).request(10);
    stream.messages().subscribe(second);

    assertThat(SocketProbe.get(second.failed)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(stream::receive).isInstanceOf(IllegalStateException.class);
    stream.send("still there");
    assertThat(first.next().text()).isEqualTo("still there");
    SocketProbe.get(first.subscription).request(0);
    assertThat(SocketProbe.get(first.failed)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPublisherIsSentAsFastAsTheServerReads() throws Exception {
    CompletableFuture<List<String>> received = new CompletableFuture<>();
    WebSocketStream stream =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              List<String> all = new ArrayList<>();
              Frame frame = socket.readMessage();
              while (frame.opcode() != 8) {
                all.add(frame.text());
                frame = socket.readMessage();
              }
              received.complete(all);
              socket.write(0x88, frame.payload());
            });
    List<String> sent = new ArrayList<>();
    try (SubmissionPublisher<WebSocketMessage> publisher = new SubmissionPublisher<>()) {
      CompletableFuture<Void> done = stream.sendAll(publisher);
      for (int i = 0; i < 500; i++) {
        sent.add("message " + i);
        publisher.submit(WebSocketMessage.of("message " + i));
      }
      publisher.close();
      SocketProbe.get(done);
    }
    stream.close();

    assertThat(SocketProbe.get(received)).isEqualTo(sent);
  }

  @Test
  void sendFailsWhereTheServerLeft() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    WebSocketStream stream =
        open(
            connection -> {
              RawWebSocket.accept(connection);
              connection.await(gate);
            });
    CompletableFuture<Void> last = null;
    for (int i = 0; i < 64; i++) {
      last = stream.send(new byte[1 << 20]);
    }
    CompletableFuture<Void> unsent = last;
    assertThat(unsent).isNotDone();
    gate.complete(null);

    assertThatThrownBy(() -> SocketProbe.get(unsent)).hasRootCauseInstanceOf(IOException.class);
    assertThat(SocketProbe.get(stream.closed()).code()).isEqualTo(1006);
  }

  @Test
  void sendAllEndsWithTheWebSocket() throws Exception {
    WebSocketStream stream = open(connection -> RawWebSocket.accept(connection).echo());
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    CompletableFuture<Void> done =
        stream.sendAll(subscriber -> subscriber.onSubscribe(new Cancelled(cancelled)));
    stream.close();

    // The publisher never says a word: the end of the WebSocket ends it all the same.
    assertThatThrownBy(() -> SocketProbe.get(done)).hasRootCauseInstanceOf(NetException.class);
    SocketProbe.get(cancelled);
  }

  @Test
  void aSubscriberSendsWhatItGets() throws Exception {
    WebSocketStream stream = open(connection -> RawWebSocket.accept(connection).echo());
    try (SubmissionPublisher<WebSocketMessage> publisher = new SubmissionPublisher<>()) {
      publisher.subscribe(stream.subscriber());
      publisher.submit(WebSocketMessage.of("one"));
      publisher.submit(WebSocketMessage.of(new byte[] {2}));
    }
    assertThat(stream.receive().text()).isEqualTo("one");
    assertThat(stream.receive().bytes()).containsExactly(2);

    SocketProbe.get(stream.send("after its end"));
    assertThat(stream.receive().text()).isEqualTo("after its end");
  }

  @Test
  void aSubscriberCancelsWhenTheWebSocketEnds() throws Exception {
    WebSocketStream stream = open(connection -> RawWebSocket.accept(connection).echo());
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    Flow.Subscriber<WebSocketMessage> subscriber = stream.subscriber();
    subscriber.onSubscribe(new Cancelled(first));
    subscriber.onSubscribe(new Cancelled(second));
    SocketProbe.get(second);
    assertThat(first).isNotDone();
    stream.close();
    SocketProbe.get(first);
  }

  @Test
  void aPublisherThatHasEndedIsForgotten() throws Exception {
    WebSocketStream stream = open(connection -> RawWebSocket.accept(connection).echo());
    WeakReference<Flow.Subscription> ended = sendNothing(stream);
    for (int i = 0; i < 100 && ended.get() != null; i++) {
      System.gc();
    }
    assertThat(ended.get()).isNull();
    SocketProbe.get(stream.send("still open"));
    stream.close();
  }

  private static WeakReference<Flow.Subscription> sendNothing(WebSocketStream stream)
      throws Exception {
    Flow.Subscription subscription = new Cancelled(new CompletableFuture<>());
    SocketProbe.get(
        stream.sendAll(
            subscriber -> {
              subscriber.onSubscribe(subscription);
              subscriber.onComplete();
            }));
    return new WeakReference<>(subscription);
  }

  /** A subscription with nothing to give. */
  private record Cancelled(CompletableFuture<Void> cancelled) implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {
      cancelled.complete(null);
    }
  }

  @Test
  void aPublisherThatFails() throws Exception {
    WebSocketStream stream = open(connection -> RawWebSocket.accept(connection).echo());
    CompletableFuture<Void> done;
    try (SubmissionPublisher<WebSocketMessage> publisher = new SubmissionPublisher<>()) {
      done = stream.sendAll(publisher);
      publisher.submit(WebSocketMessage.of("before"));
      assertThat(stream.receive().text()).isEqualTo("before");
      publisher.closeExceptionally(new IllegalStateException("of the publisher"));
    }

    assertThatThrownBy(() -> SocketProbe.get(done)).hasRootCauseMessage("of the publisher");
    SocketProbe.get(stream.send("after"));
    assertThat(stream.receive().text()).isEqualTo("after");
  }

  @Test
  void aSubscriberThatThrowsHasCancelled() throws Exception {
    WebSocketStream stream =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              socket.text("one");
              socket.text("two");
              socket.echo();
            });
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    stream
        .messages()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(10);
              }

              @Override
              public void onNext(WebSocketMessage message) {
                seen.add(message.text());
                throw new IllegalStateException("enough");
              }

              @Override
              public void onError(Throwable failure) {
                seen.add("error");
              }

              @Override
              public void onComplete() {
                seen.add("complete");
              }
            });

    assertThat(SocketProbe.get(stream.closed())).isEqualTo(new CloseEvent(1005, "", true));
    assertThat(seen).containsExactly("one");
  }

  @Test
  void anInterruptLosesNoMessage() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    WebSocketStream stream =
        open(
            connection -> {
              RawWebSocket socket = RawWebSocket.accept(connection);
              connection.await(gate);
              socket.text("kept");
              socket.echo();
            });
    Thread.currentThread().interrupt();
    assertThatThrownBy(stream::receive).isInstanceOf(InterruptedException.class);
    gate.complete(null);

    assertThat(stream.receive().text()).isEqualTo("kept");
  }
}
