package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawServer;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One writer and many readers of one entry; who waits, who takes over, who goes on. */
class RoadCacheWritersTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final RoadClient client =
      RoadClient.with().cacheStore(loop -> new TestCacheStore()).start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private List<RoadCall> start(int count, String url) {
    List<RoadCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(client.get(url));
    }
    client.settle();
    return calls;
  }

  @Test
  void sixtyFourReadersOfOneColdEntryMakeOneRequest() throws Exception {
    CompletableFuture<Void> head = new CompletableFuture<>();
    CompletableFuture<Void> rest = new CompletableFuture<>();
    byte[] body = noise(400_000);
    try (TestServer server =
        TestServer.start(
            exchange -> {
              asked.incrementAndGet();
              exchange.await(head);
              try (ReplyBody out =
                  exchange.reply(200).header("Cache-Control", "max-age=60").fixed(body.length)) {
                out.write(body, 0, 100_000);
                out.await(rest);
                out.write(body, 100_000, 300_000);
              }
            })) {
      List<RoadCall> early = start(40, server.url("/"));
      server.takeRequest();
      head.complete(null);
      early.get(0).head();
      List<RoadCall> late = start(24, server.url("/"));
      rest.complete(null);

      early.forEach(call -> assertThat(call.bytes()).isEqualTo(body));
      late.forEach(call -> assertThat(call.bytes()).isEqualTo(body));
      assertThat(asked).hasValue(1);
      assertThat(early.stream().filter(call -> !call.head().isFromCache())).hasSize(1);
    }
  }

  @Test
  void whatIsNotStorableSendsEverybodyToTheNetwork() throws Exception {
    CompletableFuture<Void> head = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              asked.incrementAndGet();
              if (exchange.number() == 1) {
                exchange.await(head);
              }
              exchange.reply(200).header("Cache-Control", "no-store").text("own");
            })) {
      List<RoadCall> calls = start(5, server.url("/"));
      server.takeRequest();
      head.complete(null);
      calls.forEach(call -> assertThat(call.text()).isEqualTo("own"));
      assertThat(asked).hasValue(5);
    }
  }

  @Test
  void anotherTakesOverWhenTheFirstIsCancelledBeforeTheHead() throws Exception {
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> head = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              asked.incrementAndGet();
              if (exchange.number() == 1) {
                first.complete(null);
                exchange.await(head);
              }
              exchange.reply(200).header("Cache-Control", "max-age=60").text("kept");
            })) {
      List<RoadCall> calls = start(4, server.url("/"));
      first.get(20, TimeUnit.SECONDS);
      calls.get(0).cancel();
      assertThat(calls.get(0).error()).isEqualTo(NetError.ABORTED);
      calls.subList(1, 4).forEach(call -> assertThat(call.text()).isEqualTo("kept"));
      assertThat(asked).hasValue(2);
      head.complete(null);
    }
  }

  @Test
  void aFailureOfTheFirstIsNotThatOfTheOthers() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.number() == 1) {
                exchange.await(gate);
                exchange.reset();
              } else {
                exchange.reply(200).header("Cache-Control", "max-age=60").text("kept");
              }
            })) {
      List<RoadCall> calls = start(3, server.url("/"));
      server.takeRequest();
      gate.complete(null);
      assertThat(calls.get(0).failure()).isNotNull();
      assertThat(calls.get(1).text()).isEqualTo("kept");
      assertThat(calls.get(2).text()).isEqualTo("kept");
    }
  }

  @Test
  void writingGoesOnForOthersWhenTheFirstReaderLeavesAmidTheBody() throws Exception {
    CompletableFuture<Void> rest = new CompletableFuture<>();
    byte[] body = noise(300_000);
    try (TestServer server =
        TestServer.start(
            exchange -> {
              asked.incrementAndGet();
              try (ReplyBody out =
                  exchange.reply(200).header("Cache-Control", "max-age=60").fixed(body.length)) {
                out.write(body, 0, 50_000);
                out.await(rest);
                out.write(body, 50_000, 250_000);
              }
            })) {
      RoadCall first = client.get(server.url("/"));
      first.head();
      RoadCall second = client.get(server.url("/"));
      second.head();
      first.cancel();
      assertThat(first.error()).isEqualTo(NetError.ABORTED);
      rest.complete(null);
      assertThat(second.bytes()).isEqualTo(body);
      assertThat(client.get(server.url("/")).bytes()).isEqualTo(body);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aReaderWhoPausesHoldsNobodyUpAndReadsOnLater() throws Exception {
    byte[] body = noise(5_000_000);
    try (TestServer server =
        TestServer.start(
            exchange -> {
              asked.incrementAndGet();
              exchange.reply(200).header("Cache-Control", "max-age=60").bytes(body);
            })) {
      RoadCall idle =
          client.start(
              server.url("/"),
              request -> {},
              new RoadCall()
                  .onHead(
                      call -> {
                        call.body().subscribe(call);
                        call.body().pause();
                      }));
      idle.head();
      RoadCall quick = client.get(server.url("/"));
      assertThat(quick.bytes()).isEqualTo(body);
      assertThat(idle.isOver()).isFalse();
      idle.onLoop(BodyStream::resume);
      assertThat(idle.bytes()).isEqualTo(body);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aLoneReaderWhoPausesStopsTheServer() throws Exception {
    long total = 256L << 20;
    CompletableFuture<Long> sentWhenCancelled = new CompletableFuture<>();
    byte[] piece = new byte[1 << 16];
    try (TestServer server =
        TestServer.start(
            exchange -> {
              long sent = 0;
              try (ReplyBody out =
                  exchange.reply(200).header("Cache-Control", "max-age=60").fixed(total)) {
                for (; sent < total; sent += piece.length) {
                  out.write(piece, 0, piece.length);
                }
              } finally {
                sentWhenCancelled.complete(sent);
              }
            })) {
      RoadCall call =
          client.start(
              server.url("/"),
              request -> {},
              new RoadCall()
                  .onHead(one -> one.body().subscribe(one))
                  .onPiece(one -> one.body().pause()));
      call.head();
      client.settle();
      assertThat(sentWhenCancelled).isNotDone();
      call.cancel();
      call.onLoop(BodyStream::resume);
      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      assertThat(sentWhenCancelled.get(20, TimeUnit.SECONDS)).isLessThan(total);
    }
  }

  @Test
  void aBodyThatBrokeOffIsContinuedWithIfRange() throws Exception {
    byte[] body = noise(100_000);
    List<String> ranges = new ArrayList<>();
    String head =
        "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nETag: \"v\"\r\n"
            + "Accept-Ranges: bytes\r\nContent-Length: 100000\r\n\r\n";
    try (RawServer server =
        RawServer.start(
            connection -> {
              String request = connection.readHead();
              if (asked.incrementAndGet() == 1) {
                connection.write(head);
                connection.write(Arrays.copyOf(body, 40_000));
                return;
              }
              ranges.add(request);
              connection.write(
                  "HTTP/1.1 206 Partial Content\r\nETag: \"v\"\r\nConnection: close\r\n"
                      + "Content-Range: bytes 40000-99999/100000\r\nContent-Length: 60000\r\n\r\n");
              connection.write(Arrays.copyOfRange(body, 40_000, 100_000));
            })) {
      assertThat(client.get(server.url("/")).error()).isEqualTo(NetError.CONTENT_LENGTH_MISMATCH);
      RoadCall whole = client.get(server.url("/"));
      assertThat(whole.bytes()).isEqualTo(body);
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.head().headers().get("content-length")).isEqualTo("100000");
      assertThat(ranges.get(0)).contains("Range: bytes=40000-\r\n").contains("If-Range: \"v\"");
      assertThat(client.get(server.url("/")).bytes()).isEqualTo(body);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void aBodyThatChangedSinceReplacesTheStoredPart() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              boolean first = asked.incrementAndGet() == 1;
              connection.write(
                  "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nConnection: close\r\nETag: \"v"
                      + asked
                      + "\"\r\nContent-Length: 6\r\n\r\n"
                      + (first ? "old" : "newest"));
            })) {
      assertThat(client.get(server.url("/")).error()).isEqualTo(NetError.CONTENT_LENGTH_MISMATCH);
      assertThat(client.get(server.url("/")).text()).isEqualTo("newest");
      assertThat(client.get(server.url("/")).text()).isEqualTo("newest");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void whoWaitsTooLongGoesWithoutTheCache() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    try (RoadClient impatient =
            RoadClient.with()
                .cacheStore(loop -> new TestCacheStore())
                .cacheLockTimeout(Duration.ofMillis(1))
                .start();
        TestServer server =
            TestServer.start(
                exchange -> {
                  if (exchange.number() == 1) {
                    exchange.await(never);
                  }
                  exchange.reply(200).header("Cache-Control", "max-age=60").text("by itself");
                })) {
      RoadCall stuck = impatient.get(server.url("/"));
      server.takeRequest();
      assertThat(impatient.get(server.url("/")).text()).isEqualTo("by itself");
      assertThat(stuck.isOver()).isFalse();
      never.complete(null);
      assertThat(stuck.text()).isEqualTo("by itself");
    }
  }
}
