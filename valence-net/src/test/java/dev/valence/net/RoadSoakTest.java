package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.Nginx;
import dev.valence.testkit.NodeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many requests of all kinds at nginx and Node.js, 64 at a time: none fails, nothing leaks, and
 * neither heap nor file descriptors grow.
 */
class RoadSoakTest {
  private static final int IN_FLIGHT = 64;
  private static final int ROUNDS = 9;
  private static final int[] SIZES = {0, 1, 100, 4_000, 20_000, 100_000, 1 << 20};

  @Test
  void fiveThousandRequests() throws Exception {
    soak(5_000);
  }

  @Test
  @Tag("long")
  void aHundredThousandRequests() throws Exception {
    soak(100_000);
  }

  /** What a process holds after its garbage is collected. */
  private record Held(long heap, long descriptors) {}

  private static void soak(int requests) throws Exception {
    try (Nginx nginx = Nginx.start();
        NodeServer node = NodeServer.start();
        RoadClient client =
            RoadClient.with()
                .pool(new PoolLimits(16, 64, Duration.ofMinutes(5), Duration.ofMinutes(1)))
                .start()) {
      for (int size : SIZES) {
        nginx.file("bytes" + size, pattern(size));
      }
      Soak soak = new Soak(client, nginx, node);
      soak.run(0, Math.min(1_000, requests / ROUNDS));
      List<Held> held = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        soak.run(1 + round, requests / ROUNDS);
        held.add(held());
      }
      long heapBefore = most(held.subList(0, ROUNDS / 3), Held::heap);
      long heapAfter = most(held.subList(ROUNDS - ROUNDS / 3, ROUNDS), Held::heap);
      assertThat(heapAfter).as("heap of each round: %s", held).isLessThan(heapBefore + (4L << 20));
      long openBefore = most(held.subList(0, ROUNDS / 3), Held::descriptors);
      long openAfter = most(held.subList(ROUNDS - ROUNDS / 3, ROUNDS), Held::descriptors);
      // A connection is only reopened where another was given up, but chance varies how many stand.
      assertThat(openAfter).as("descriptors: %s", held).isLessThan(openBefore + 40);
    }
    NettyWatch.assertNoLeak();
  }

  private static long most(List<Held> held, java.util.function.ToLongFunction<Held> of) {
    return held.stream().mapToLong(of).max().orElseThrow();
  }

  private static Held held() throws IOException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
    }
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return new Held(heap, open.count());
    }
  }

  /** The peers' pattern: byte i is {@code i * 31 % 251}. */
  private static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31L % 251);
    }
    return bytes;
  }

  /** Sends requests and checks what comes back, on the network thread. */
  private static final class Soak {
    private final RoadClient client;
    private final Nginx nginx;
    private final NodeServer node;
    private final byte[] largest = pattern(1 << 20);
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Soak(RoadClient client, Nginx nginx, NodeServer node) {
      this.client = client;
      this.nginx = nginx;
      this.node = node;
    }

    void run(long seed, int requests) throws Exception {
      Random random = new Random(seed);
      for (int i = 0; i < requests && failure.get() == null; i++) {
        acquire(1);
        send(random);
      }
      acquire(IN_FLIGHT);
      room.release(IN_FLIGHT);
      if (failure.get() != null) {
        throw new AssertionError("a request went wrong", failure.get());
      }
    }

    private void acquire(int places) throws InterruptedException {
      assertThat(room.tryAcquire(places, 60, TimeUnit.SECONDS)).as("requests end").isTrue();
    }

    private void send(Random random) {
      int size = SIZES[random.nextInt(100) < 97 ? random.nextInt(6) : 6];
      switch (random.nextInt(11)) {
        case 0, 1 -> get(nginx.httpOrigin() + "/bytes" + size, "GET", 200, size);
        case 2 -> get(nginx.httpsOrigin() + "/bytes" + size, "GET", 200, size);
        case 3 -> get(nginx.httpOrigin() + "/bytes" + size, "HEAD", 200, 0);
        case 4 -> get(node.httpOrigin() + "/chunked/" + size, "GET", 200, size);
        case 5 -> get(node.httpOrigin() + "/encoded/gzip/" + size, "GET", 200, size);
        case 6 ->
            start(
                node.httpOrigin() + "/redirect/" + (1 + random.nextInt(3)) + "?status=302",
                "GET",
                null,
                false,
                call -> {
                  assertThat(call.head().status()).isEqualTo(200);
                  assertThat(call.textSoFar()).isEqualTo("arrived by GET");
                });
        case 7 -> get(nginx.http2Origin() + "/bytes" + size, "GET", 200, size);
        case 8 -> upload(nginx.http2Origin() + "/sink", size, random.nextBoolean(), "ok\n");
        case 9 -> upload(nginx.httpOrigin() + "/sink", size, random.nextBoolean(), "ok\n");
        default -> upload(node.httpOrigin() + "/digest", size, random.nextBoolean(), "" + size);
      }
    }

    private void get(String url, String method, int status, int size) {
      start(
          url,
          method,
          null,
          false,
          call -> {
            assertThat(call.head().status()).as(url).isEqualTo(status);
            byte[] body = call.bytes();
            assertThat(body.length).as(url).isEqualTo(size);
            assertThat(Arrays.equals(body, 0, size, largest, 0, size)).as(url).isTrue();
          });
    }

    private void upload(String url, int size, boolean chunked, String answer) {
      start(
          url,
          "POST",
          TestBody.of(Arrays.copyOf(largest, size)),
          chunked,
          call -> {
            assertThat(call.head().status()).as(url).isEqualTo(200);
            assertThat(call.textSoFar()).as(url).contains(answer);
          });
    }

    private void start(
        String url,
        String method,
        TestBody body,
        boolean chunked,
        java.util.function.Consumer<RoadCall> check) {
      RoadCall call = client.start(url, r -> r.method(method).body(body).chunked(chunked));
      call.whenOver()
          .whenComplete(
              (over, never) -> {
                try {
                  call.response();
                  check.accept(call);
                } catch (Throwable wrong) {
                  failure.compareAndSet(null, new AssertionError(method + " " + url, wrong));
                } finally {
                  room.release();
                }
              });
    }
  }
}
