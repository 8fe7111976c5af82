package dev.valence.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valence.Valence;
import dev.valence.net.NetException;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.Reply;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseBodyTest {
  private static final int WAIT_SECONDS = 20;
  private static final int LARGE = 24 << 20;

  @TempDir Path folder;

  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private Response fetch(TestServer server) throws Exception {
    return get(valence.net().fetch(server.url("/")));
  }

  private static TestServer answering(byte[] body) throws Exception {
    return TestServer.start(exchange -> exchange.reply(200).bytes(body));
  }

  /** A server that sends half a body and waits. */
  private static TestServer stuck(CompletableFuture<Void> gate) throws Exception {
    return TestServer.start(
        exchange -> {
          try (ReplyBody body = exchange.reply(200).chunked()) {
            body.write("half");
            body.await(gate);
            body.write("rest");
          }
        });
  }

  private static RawServer breaking() throws Exception {
    return RawServer.start(
        connection -> {
          connection.readHead();
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
          connection.close();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 16 << 10, (16 << 10) + 1, 64 << 10, 300 << 10, 3 << 20})
  void bytesAreWhole(int size) throws Exception {
    byte[] sent = random(size);
    try (TestServer server = answering(sent)) {
      for (int i = 0; i < 3; i++) {
        Response response = fetch(server);
        assertThat(response.bodyUsed()).isFalse();
        assertThat(get(response.bytes())).isEqualTo(sent);
        assertThat(response.bodyUsed()).isTrue();
      }
    }
  }

  @Test
  void aBodyIsReadOnce() throws Exception {
    try (TestServer server = answering(random(10))) {
      Response response = fetch(server);
      get(response.bytes());
      for (CompletableFuture<?> second :
          List.of(
              response.bytes(),
              response.text(),
              response.json(),
              response.blob(),
              response.consume(piece -> {}),
              response.saveTo(folder.resolve("never")))) {
        assertThatThrownBy(() -> get(second))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(IllegalStateException.class)
            .hasMessageContaining("Body is unusable");
      }
      assertThatThrownBy(response::body).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(response::inputStream).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(response::clone).isInstanceOf(IllegalStateException.class);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void textIsUtf8WithoutItsMark() throws Exception {
    byte[] sent = "\uFEFFgrün".getBytes(StandardCharsets.UTF_8);
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("Content-Type", "text/plain; charset=iso-8859-1")
                    .bytes(sent))) {
      assertThat(get(fetch(server).text())).isEqualTo("grün");
    }
  }

  record Point(int x, int y) {}

  @Test
  void jsonIsATreeOrAnObject() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.respond(200, "{\"x\":1,\"y\":2}"))) {
      JsonNode tree = get(fetch(server).json());
      assertThat(tree.get("y").asInt()).isEqualTo(2);
      assertThat(get(fetch(server).json(Point.class))).isEqualTo(new Point(1, 2));
    }
    for (String wrong : List.of("", "{", "[1,")) {
      try (TestServer server = TestServer.start(exchange -> exchange.respond(200, wrong))) {
        Response response = fetch(server);
        assertThatThrownBy(() -> get(response.json()))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void blobHasTheContentType() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(200).header("Content-Type", "Image/PNG").text("png"))) {
      Blob blob = get(fetch(server).blob());
      assertThat(blob.type()).isEqualTo("image/png");
      assertThat(blob.text()).isEqualTo("png");
    }
  }

  @Test
  void consumeGetsEveryByteOnAWorker() throws Exception {
    byte[] sent = random(3 << 20);
    try (TestServer server = answering(sent)) {
      ByteArrayOutputStream got = new ByteArrayOutputStream();
      AtomicReference<String> thread = new AtomicReference<>();
      long length =
          get(
              fetch(server)
                  .consume(
                      piece -> {
                        thread.set(Thread.currentThread().getName());
                        byte[] bytes = new byte[piece.remaining()];
                        piece.get(bytes);
                        got.writeBytes(bytes);
                      }));
      assertThat(length).isEqualTo(sent.length);
      assertThat(got.toByteArray()).isEqualTo(sent);
      assertThat(thread.get()).startsWith("valence-worker-");
    }
  }

  @Test
  void aSlowConsumerStopsTheServer() throws Exception {
    AtomicLong written = new AtomicLong();
    CompletableFuture<Void> inside = new CompletableFuture<>();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).fixed(LARGE)) {
                byte[] piece = new byte[64 << 10];
                for (int sent = 0; sent < LARGE; sent += piece.length) {
                  body.write(piece);
                  written.addAndGet(piece.length);
                }
              }
            })) {
      CompletableFuture<Long> reading =
          fetch(server)
              .consume(
                  piece -> {
                    inside.complete(null);
                    gate.join();
                  });
      get(inside);
      // The server can fill the buffers of both sockets and of the body, and no more.
      assertThat(written.get()).isLessThan(LARGE);
      gate.complete(null);
      assertThat(get(reading)).isEqualTo(LARGE);
    }
  }

  @Test
  void aConsumerThatThrowsGivesTheRestUp() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server = stuck(gate)) {
      CompletableFuture<Long> reading =
          fetch(server)
              .consume(
                  piece -> {
                    throw new IllegalArgumentException("no thanks");
                  });
      assertThatThrownBy(() -> get(reading))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no thanks");
      server.awaitOpenConnections(0);
      gate.complete(null);
    }
  }

  @Test
  void cancellingAReadGivesTheBodyUp() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server = stuck(gate)) {
      fetch(server).bytes().cancel(true);
      server.awaitOpenConnections(0);
      fetch(server).consume(piece -> {}).cancel(true);
      server.awaitOpenConnections(0);
      gate.complete(null);
    }
  }

  @Test
  void closeGivesTheBodyUp() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server = stuck(gate)) {
      Response response = fetch(server);
      response.close();
      server.awaitOpenConnections(0);
      assertThatThrownBy(() -> get(response.text()))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(NetException.class);
      response.close();
      gate.complete(null);
    }
  }

  @Test
  void closingAfterTheEndKeepsTheConnection() throws Exception {
    try (TestServer server = answering(random(1000))) {
      for (int i = 0; i < 5; i++) {
        try (Response response = fetch(server)) {
          get(response.bytes());
        }
      }
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void saveToWritesAWholeFileOrNone() throws Exception {
    byte[] sent = random(2 << 20);
    Path file = folder.resolve("saved.bin");
    Files.writeString(file, "older");
    try (TestServer server = answering(sent)) {
      assertThat(get(fetch(server).saveTo(file))).isEqualTo(sent.length);
      assertThat(file).hasBinaryContent(sent);
    }
    try (RawServer server = breaking()) {
      Response response = get(valence.net().fetch(server.url("/")));
      Path broken = folder.resolve("broken.bin");
      assertThatThrownBy(() -> get(response.saveTo(broken)))
          .hasMessageContaining("ERR_CONTENT_LENGTH_MISMATCH");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void inputStreamBlocksAndEnds() throws Exception {
    byte[] sent = random(3 << 20);
    try (TestServer server = answering(sent);
        InputStream in = fetch(server).inputStream()) {
      assertThat(in.read()).isEqualTo(sent[0] & 0xFF);
      byte[] rest = in.readAllBytes();
      assertThat(rest).hasSize(sent.length - 1);
      assertThat(rest[rest.length - 1]).isEqualTo(sent[sent.length - 1]);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void inputStreamThrowsWhatBrokeTheBody() throws Exception {
    try (RawServer server = breaking()) {
      Response response = get(valence.net().fetch(server.url("/")));
      try (InputStream in = response.inputStream()) {
        assertThat(in.readNBytes(4)).asString().isEqualTo("half");
        assertThatThrownBy(in::read)
            .isInstanceOf(NetException.class)
            .hasMessage("net::ERR_CONTENT_LENGTH_MISMATCH");
      }
    }
  }

  @Test
  void closingTheStreamGivesTheRestUp() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server = stuck(gate)) {
      InputStream in = fetch(server).inputStream();
      assertThat(in.read()).isEqualTo('h');
      in.close();
      server.awaitOpenConnections(0);
      assertThatThrownBy(in::read).hasMessage("the stream is closed");
      gate.complete(null);
    }
  }

  /** Takes one buffer at a time. */
  private static final class Collecting implements Flow.Subscriber<ByteBuffer> {
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
      given.request(1);
    }

    @Override
    public void onNext(ByteBuffer item) {
      byte[] bytes = new byte[item.remaining()];
      item.get(bytes);
      got.writeBytes(bytes);
      subscription.join().request(1);
    }

    @Override
    public void onError(Throwable throwable) {
      done.completeExceptionally(throwable);
    }

    @Override
    public void onComplete() {
      done.complete(got.toByteArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 3 << 20})
  void aSubscriberGetsEverything(int size) throws Exception {
    byte[] sent = random(size);
    try (TestServer server = answering(sent)) {
      Collecting subscriber = new Collecting();
      Flow.Publisher<ByteBuffer> body = fetch(server).body();
      body.subscribe(subscriber);
      assertThat(get(subscriber.done)).isEqualTo(sent);
      Collecting second = new Collecting();
      body.subscribe(second);
      assertThatThrownBy(() -> get(second.done)).hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSubscriberHearsOfABrokenBodyAndMayCancel() throws Exception {
    try (RawServer server = breaking()) {
      Collecting subscriber = new Collecting();
      get(valence.net().fetch(server.url("/"))).body().subscribe(subscriber);
      assertThatThrownBy(() -> get(subscriber.done)).hasCauseInstanceOf(NetException.class);
    }
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server = stuck(gate)) {
      Collecting subscriber = new Collecting();
      fetch(server).body().subscribe(subscriber);
      get(subscriber.subscription).cancel();
      server.awaitOpenConnections(0);
      gate.complete(null);
      assertThat(subscriber.done).isNotDone();
    }
  }

  @Test
  void cloneGivesTwoBodies() throws Exception {
    for (int size : new int[] {100, 3 << 20}) {
      byte[] sent = random(size);
      try (TestServer server = answering(sent)) {
        // The moment of cloning falls on another part of the body each time.
        for (int i = 0; i < 10; i++) {
          Response one = fetch(server);
          Response other = one.clone();
          assertThat(other.headers()).isEqualTo(one.headers());
          byte[] first = get(other.bytes());
          assertThat(one.bodyUsed()).isFalse();
          byte[] second = get(one.bytes());
          assertThat(Arrays.mismatch(first, sent)).isEqualTo(-1);
          assertThat(Arrays.mismatch(second, sent)).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void cloneOfABodyThatFlows() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server = stuck(gate)) {
      Response one = fetch(server);
      Response other = one.clone();
      CompletableFuture<String> first = one.text();
      gate.complete(null);
      assertThat(get(first)).isEqualTo("halfrest");
      assertThat(get(other.text())).isEqualTo("halfrest");
    }
  }

  @Test
  void aCloneThatFallsTooFarBehindFails() throws Exception {
    byte[] sent = random(LARGE);
    try (TestServer server = answering(sent)) {
      Response fast = fetch(server);
      Response slow = fast.clone();
      assertThat(get(fast.bytes())).isEqualTo(sent);
      assertThatThrownBy(() -> get(slow.bytes()))
          .hasMessageContaining("ERR_INSUFFICIENT_RESOURCES");
    }
  }

  @Test
  void closingBothClonesFreesTheConnection() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server = stuck(gate)) {
      Response one = fetch(server);
      Response other = one.clone();
      one.close();
      other.close();
      server.awaitOpenConnections(0);
      gate.complete(null);
    }
  }

  @Test
  void aForgottenResponseGivesItsConnectionBack() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server = stuck(gate)) {
      assertThat(fetch(server).status()).isEqualTo(200);
      CompletableFuture<Void> freed =
          CompletableFuture.runAsync(
              () -> {
                try {
                  server.awaitOpenConnections(0);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      while (!freed.isDone()) {
        System.gc();
        byte[] garbage = new byte[1 << 20];
        assertThat(garbage).isNotEmpty();
      }
      get(freed);
      gate.complete(null);
    }
  }

  @Test
  void trailersAreThereAtTheEnd() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              Reply reply = exchange.reply(200).trailer("X-Sum", "7");
              try (ReplyBody body = reply.chunked()) {
                body.write("a");
                body.await(gate);
              }
            })) {
      Response response = fetch(server);
      assertThat(response.trailers().size()).isZero();
      gate.complete(null);
      get(response.bytes());
      assertThat(response.trailers().get("x-sum")).isEqualTo("7");
    }
  }
}
