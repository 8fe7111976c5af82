package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Valence;
import dev.valence.net.NetError;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many WebSockets at a server that closes, resets, stalls and vanishes, while this side closes as
 * well: every one has one {@code close}, {@code bufferedAmount} is true, and nothing leaks or
 * grows.
 */
class WebSocketSoakTest {
  private static final int ROUNDS = 9;

  @Test
  void fiftySocketsAtAnUnreliableServer() throws Exception {
    List<String> leaks = new ArrayList<>();
    ResourceLeakDetector<?> detector = leakDetector();
    detector.setLeakListener((type, records) -> leaks.add(type + " " + records));
    try {
      soak(50, 150, 10_000);
      for (int round = 0; round < 3; round++) {
        System.gc();
        for (int i = 0; i < 200; i++) {
          // A lost buffer is reported when another one is made.
          ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
      }
    } finally {
      detector.setLeakListener(null);
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  @Tag("long")
  void aThousandSocketsAtAnUnreliableServer() throws Exception {
    soak(1_000, 6_000, Long.getLong("valence.soak.messages", 10_000_000));
  }

  /** What a process holds after its garbage is collected. */
  private record Held(long heap, long direct, long descriptors) {}

  private static void soak(int sockets, int longestLife, long messages) throws Exception {
    long descriptorsBefore;
    List<Held> held = new ArrayList<>();
    try (UnreliableEcho server = new UnreliableEcho();
        Valence valence = Valence.builder().build()) {
      descriptorsBefore = descriptors();
      SocketCrowd crowd = new SocketCrowd(valence, server.url(), sockets, longestLife, messages);
      crowd.start();
      for (int round = 1; round <= ROUNDS; round++) {
        crowd.awaitMessages(messages * round / ROUNDS);
        held.add(held());
      }
      crowd.awaitEnd();
      SocketCrowd.Tally tally = crowd.tally();
      System.out.println("WebSocket soak: " + tally + "\n  " + held);
      assertThat(tally.faults()).isEmpty();
      assertThat(tally.echoes()).isGreaterThanOrEqualTo(messages);
      assertThat(tally.made()).isGreaterThan(sockets).isEqualTo(tally.closed());
      assertThat(tally.closedHere()).isPositive();
      assertThat(tally.closedThere()).isPositive();
      assertThat(tally.failures()).containsKeys(NetError.CONNECTION_RESET, NetError.TIMED_OUT);
    }
    assertThat(descriptors()).isLessThan(descriptorsBefore + 20);
    assertSteady("heap", held, Held::heap, 8L << 20);
    assertSteady("direct memory", held, Held::direct, 16L << 20);
    assertSteady("descriptors", held, Held::descriptors, sockets + 20);
  }

  private static void assertSteady(
      String what, List<Held> held, ToLongFunction<Held> of, long slack) {
    long before = held.subList(0, ROUNDS / 3).stream().mapToLong(of).max().orElseThrow();
    // What is under way varies; what leaks stays.
    long after =
        held.subList(ROUNDS - ROUNDS / 3, ROUNDS).stream().mapToLong(of).min().orElseThrow();
    assertThat(after).as("%s of each round: %s", what, held).isLessThan(before + slack);
  }

  private static Held held() throws IOException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
    }
    return new Held(
        heap, PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(), descriptors());
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /** The detector of all buffers. */
  private static ResourceLeakDetector<?> leakDetector() throws ReflectiveOperationException {
    var field = Class.forName("io.netty.buffer.AbstractByteBuf").getDeclaredField("leakDetector");
    field.setAccessible(true);
    return (ResourceLeakDetector<?>) field.get(null);
  }
}
