package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.disk.DiskCacheStore;
import dev.valence.net.internal.cache.store.MemoryCacheStore;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One writer and many readers of one entry, over the stores as they are and over bad disks. */
@Timeout(120)
class RoadCacheStoresTest {
  /** Where responses lie. */
  enum Place {
    MEMORY,
    DISK,
    /** From the first response on it does nothing any more. */
    STUCK_DISK,
    /** From the first response on its folder is gone. */
    FAILING_DISK;

    boolean isSound() {
      return this == MEMORY || this == DISK;
    }
  }

  private static final int LENGTH = 400_000;
  private static final byte[] BODY = new byte[LENGTH];

  static {
    new Random(7).nextBytes(BODY);
  }

  @TempDir private Path temp;

  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final CompletableFuture<Void> unstuck = new CompletableFuture<>();
  private volatile boolean stuck;
  private RoadClient client;

  @AfterEach
  void close() throws Exception {
    unstuck.complete(null);
    client.close();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    NettyWatch.assertNoLeak();
  }

  private CacheStore store(EventLoop loop, Place place) {
    if (place == Place.MEMORY) {
      return new MemoryCacheStore(loop, InstantSource.system(), 64 << 20);
    }
    Executor disk =
        work -> {
          if (stuck) {
            unstuck.thenRun(() -> threads.execute(work));
          } else {
            threads.execute(work);
          }
        };
    return new DiskCacheStore(loop, disk, temp.resolve("Cache"), InstantSource.system(), 64 << 20);
  }

  /** A client whose store has been used once, and is then as it is to be. */
  private void start(Place place) throws IOException {
    client = RoadClient.with().cacheStore(loop -> store(loop, place)).start();
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(200).header("Cache-Control", "no-store").text("x"))) {
      client.get(server.url("/")).response();
    }
    RoadCall.join(client.context().cache().size());
    stuck = place == Place.STUCK_DISK;
    if (place == Place.FAILING_DISK) {
      try (Stream<Path> files = Files.walk(temp.resolve("Cache"))) {
        for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private List<RoadCall> start(int count, String url) {
    List<RoadCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(client.get(url));
    }
    client.settle();
    return calls;
  }

  /** Sends a quarter of the body, and the rest when it is told to. */
  private TestServer server(CompletableFuture<Void> head, CompletableFuture<Void> rest)
      throws IOException {
    return TestServer.start(
        exchange -> {
          asked.incrementAndGet();
          exchange.await(head);
          try (ReplyBody out =
              exchange.reply(200).header("Cache-Control", "max-age=60").fixed(LENGTH)) {
            out.write(BODY, 0, LENGTH / 4);
            out.await(rest);
            out.write(BODY, LENGTH / 4, LENGTH - LENGTH / 4);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void sixtyFourReadersOfOneColdEntryMakeOneRequest(Place place) throws Exception {
    start(place);
    CompletableFuture<Void> head = new CompletableFuture<>();
    CompletableFuture<Void> rest = new CompletableFuture<>();
    try (TestServer server = server(head, rest)) {
      List<RoadCall> calls = new ArrayList<>(start(64, server.url("/")));
      head.complete(null);
      calls.get(63).head();
      assertThat(asked).hasValue(1);
      if (place != Place.FAILING_DISK) {
        calls.addAll(start(10, server.url("/")));
      }
      rest.complete(null);
      for (RoadCall call : calls) {
        assertThat(call.bytes()).isEqualTo(BODY);
      }
      assertThat(asked).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void theFirstReaderLeavesAmidTheBody(Place place) throws Exception {
    start(place);
    CompletableFuture<Void> head = new CompletableFuture<>();
    CompletableFuture<Void> rest = new CompletableFuture<>();
    try (TestServer server = server(head, rest)) {
      List<RoadCall> calls = start(64, server.url("/"));
      head.complete(null);
      for (RoadCall call : calls) {
        call.head();
      }
      RoadCall first =
          calls.stream().filter(call -> !call.head().isFromCache()).findFirst().orElseThrow();
      first.cancel();
      assertThat(first.error()).isEqualTo(NetError.ABORTED);
      rest.complete(null);
      for (RoadCall call : calls) {
        if (call != first) {
          assertThat(call.bytes()).isEqualTo(BODY);
        }
      }
      assertThat(asked).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void theConnectionOfTheFirstReaderBreaksAmidTheBody(Place place) throws Exception {
    start(place);
    CompletableFuture<Void> rest = new CompletableFuture<>();
    try (RawServer server =
        RawServer.start(
            connection -> {
              String request = connection.readHead();
              boolean first = asked.incrementAndGet() == 1;
              int from = request.contains("Range: bytes=") ? LENGTH / 4 : 0;
              connection.write(
                  (from > 0 ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n")
                      + "Cache-Control: max-age=60\r\nETag: \"v\"\r\nAccept-Ranges: bytes\r\n"
                      + (from > 0
                          ? "Content-Range: bytes %d-%d/%d\r\n".formatted(from, LENGTH - 1, LENGTH)
                          : "")
                      + "Content-Length: "
                      + (LENGTH - from)
                      + "\r\nConnection: close\r\n\r\n");
              if (first) {
                connection.write(Arrays.copyOf(BODY, LENGTH / 4));
                rest.join();
              } else {
                connection.write(Arrays.copyOfRange(BODY, from, LENGTH));
              }
            })) {
      List<RoadCall> calls = start(64, server.url("/"));
      for (RoadCall call : calls) {
        call.head();
      }
      rest.complete(null);
      if (place == Place.FAILING_DISK) {
        // Who looks after the disk has failed finds nothing and asks by itself.
        assertThat(calls.get(0).error()).isEqualTo(NetError.CONTENT_LENGTH_MISMATCH);
        for (RoadCall call : calls) {
          call.whenOver().get(20, TimeUnit.SECONDS);
          if (call.received() == LENGTH) {
            assertThat(call.bytes()).isEqualTo(BODY);
          } else {
            assertThat(call.error()).isEqualTo(NetError.CONTENT_LENGTH_MISMATCH);
          }
        }
        assertThat(client.get(server.url("/")).bytes()).isEqualTo(BODY);
        return;
      }
      for (RoadCall call : calls) {
        assertThat(call.error()).isEqualTo(NetError.CONTENT_LENGTH_MISMATCH);
      }
      assertThat(asked).hasValue(1);

      RoadCall next = client.get(server.url("/"));
      assertThat(next.bytes()).isEqualTo(BODY);
      assertThat(next.head().source()).isEqualTo(ResponseSource.REVALIDATED);
      if (place.isSound()) {
        assertThat(client.get(server.url("/")).bytes()).isEqualTo(BODY);
      }
      assertThat(asked).hasValue(2);
    }
  }
}
