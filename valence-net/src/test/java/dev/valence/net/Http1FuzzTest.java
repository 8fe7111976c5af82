package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Responses that are spoilt in every way chance thinks of: each request ends, sound responses
 * arrive whole, nothing leaks, no exception is lost, and the pool serves good requests afterwards.
 */
class Http1FuzzTest {
  private static final Duration SILENCE = Duration.ofMillis(250);
  private static final int IN_FLIGHT = 24;

  @Test
  void spoiltResponses() throws Exception {
    run(0, 1_200);
  }

  @Test
  @Tag("long")
  void spoiltResponsesForMinutes() throws Exception {
    long first = System.nanoTime() >>> 16;
    run(first, 30_000);
  }

  private static void run(long firstSeed, int count) throws Exception {
    try (RawServer server = RawServer.start(Http1FuzzTest::serve);
        RawServer soundServer = RawServer.start(Http1FuzzTest::serve);
        TestServer good = TestServer.start(exchange -> exchange.respond(200, "good"));
        RoadClient client =
            RoadClient.with()
                .pool(new PoolLimits(IN_FLIGHT, 64, Duration.ofSeconds(30), Duration.ofSeconds(30)))
                .start()) {
      Deque<Started> running = new ArrayDeque<>();
      for (long seed = firstSeed; seed < firstSeed + count; seed++) {
        // On a connection of its own: what follows a spoilt response may be taken for the next one.
        boolean sound = new FuzzedResponse(seed).isSound();
        running.add(start(client, sound ? soundServer : server, seed, sound));
        if (running.size() >= IN_FLIGHT) {
          check(running.remove());
        }
        if (seed % 500 == 0) {
          assertThat(client.get(good.url("/")).text()).isEqualTo("good");
        }
      }
      while (!running.isEmpty()) {
        check(running.remove());
      }
      assertThat(server.failures()).isEmpty();
      assertThat(soundServer.failures()).isEmpty();
      assertThat(client.get(good.url("/")).text()).isEqualTo("good");
      assertThat(client.get(server.url("/good")).text()).isEqualTo("good");
    }
    NettyWatch.assertNoLeak();
  }

  private static void serve(RawConnection connection) throws IOException {
    while (true) {
      String target = connection.readHead().split(" ", 3)[1];
      String digits = target.replaceAll("\\D", "");
      if (digits.isEmpty()) {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
      } else if (!new FuzzedResponse(Long.parseLong(digits)).play(connection)) {
        return;
      }
    }
  }

  /** A request under way. */
  private record Started(long seed, RoadCall call, boolean readsAll) {}

  private static Started start(RoadClient client, RawServer server, long seed, boolean sound) {
    Random random = new Random(~seed);
    RoadCall call = new RoadCall();
    int habit = random.nextInt(10);
    switch (habit) {
      case 0 -> call.onPiece(RoadCall::cancel);
      case 1 -> call.onHead(RoadCall::cancel);
      case 2 ->
          call.onPiece(
              me -> {
                me.body().pause();
                client.context().loop().execute(() -> me.body().resume());
              });
      case 3 -> call.onInterim(status -> call.cancel());
      default -> {}
    }
    // A sound response takes what time it needs; the others end soon if they fall silent.
    Duration limit = sound ? Duration.ZERO : SILENCE;
    client.start(
        server.url("/" + seed),
        r ->
            r.timeouts(Timeouts.DEFAULT.withResponseHeaders(limit).withIdleBody(limit))
                .method(random.nextInt(20) == 0 ? "POST" : "GET"),
        call);
    return new Started(seed, call, habit == 2 || habit > 3);
  }

  private static void check(Started started) throws Exception {
    RoadCall call = started.call();
    String seed = "seed " + started.seed();
    try {
      if (started.readsAll()) {
        call.whenOver().get(20, TimeUnit.SECONDS);
      } else {
        call.whenAnswered().get(20, TimeUnit.SECONDS);
        if (call.hadHead()) {
          call.onLoop(BodyStream::cancel);
        }
      }
    } catch (TimeoutException e) {
      throw new AssertionError(
          seed + " does not end; head " + call.hadHead() + ", bytes " + call.received(), e);
    }
    FuzzedResponse response = new FuzzedResponse(started.seed());
    if (started.readsAll() && response.isSound()) {
      assertThat(call.bytes()).as(seed).isEqualTo(response.body());
    }
  }
}
