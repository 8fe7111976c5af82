package dev.valence.net.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.websocket.WebSocketSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Servers that send anything: sound streams come through as they are, spoilt ones end in a declared
 * way, and neither depends on how the bytes are cut. A failure names its seed.
 */
class WebSocketFuzzTest {
  private static final long SEED = 6455;
  private static final int LIMIT = 100_000;

  private static final Set<NetError> VIOLATIONS =
      EnumSet.of(NetError.WS_PROTOCOL_ERROR, NetError.MSG_TOO_BIG);

  private static final WebSocketSettings LIMITS =
      new WebSocketSettings(LIMIT, 2 * LIMIT, Duration.ofSeconds(10), Duration.ZERO, null);

  @Test
  void aThousandStreams() {
    for (long seed = SEED; seed < SEED + 1000; seed++) {
      run(seed);
    }
  }

  @Test
  void streamsThatEndAfterEveryByte() {
    for (long seed = SEED; seed < SEED + 8; seed++) {
      cutAtEveryByte(seed);
    }
  }

  /** Three minutes, or {@code -Dvalence.fuzz.seconds}. */
  @Test
  @Tag("long")
  void streamsForMinutes() {
    long first = System.nanoTime();
    long seconds = Long.getLong("valence.fuzz.seconds", 180);
    long end = first + TimeUnit.SECONDS.toNanos(seconds);
    long seed = first;
    long most = 0;
    while (System.nanoTime() < end) {
      run(seed);
      if (seed % 100 == 0) {
        cutAtEveryByte(seed);
      }
      if (seed % 10_000 == 0) {
        most = Math.max(most, usedAfterCollection());
      }
      seed++;
    }
    System.out.printf(
        "%d streams from seed %d in %d s, at most %d MiB in use%n",
        seed - first, first, seconds, most >> 20);
    assertThat(most).as("bytes in use").isLessThan(200 << 20);
  }

  private static long usedAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void run(long seed) {
    try {
      Random random = new Random(seed);
      DeflateAgreement compression = compression(random);
      FuzzedFrames.Sound sound = sound(random, compression);
      checkSound(sound, play(List.of(sound.wire()), compression));
      checkSound(sound, play(FuzzedFrames.pieces(random, sound.wire()), compression));
      byte[] spoilt = FuzzedFrames.spoilt(random, sound.wire());
      PlayedBytes whole = play(List.of(spoilt), compression);
      assertSame(whole, play(FuzzedFrames.pieces(random, spoilt), compression), compression);
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      PlayedBytes ofNoise = play(List.of(noise), compression);
      assertSame(ofNoise, play(FuzzedFrames.pieces(random, noise), compression), compression);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  /**
   * However the bytes are cut, the outcome is one. But of several violations in a compressed
   * message the first that is met is told, and that depends on how much is inflated at once.
   */
  private static void assertSame(
      PlayedBytes whole, PlayedBytes inPieces, DeflateAgreement compression) {
    if (compression != null && VIOLATIONS.contains(whole.error())) {
      assertThat(inPieces.messages()).isEqualTo(whole.messages());
      assertThat(inPieces.answers()).isEqualTo(whole.answers());
      assertThat(inPieces.error()).isIn(VIOLATIONS);
    } else {
      assertThat(inPieces).isEqualTo(whole);
    }
  }

  private static void cutAtEveryByte(long seed) {
    try {
      Random random = new Random(seed);
      DeflateAgreement compression = compression(random);
      FuzzedFrames.Sound sound = sound(random, compression);
      byte[] wire = sound.wire();
      int step = Math.max(1, wire.length / 1000);
      for (int length = 0; length < wire.length; length += step) {
        PlayedBytes played = play(List.of(Arrays.copyOf(wire, length)), compression);
        assertThat(played.error()).isEqualTo(NetError.CONNECTION_CLOSED);
        assertThat(played.messages())
            .isEqualTo(sound.messages().subList(0, played.messages().size()));
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private static DeflateAgreement compression(Random random) {
    return random.nextBoolean() ? new DeflateAgreement(random.nextBoolean(), 15, false) : null;
  }

  private static FuzzedFrames.Sound sound(Random random, DeflateAgreement compression) {
    return FuzzedFrames.sound(
        random, compression != null, compression != null && compression.serverForgets());
  }

  private static PlayedBytes play(List<byte[]> pieces, DeflateAgreement compression)
      throws Exception {
    PlayedBytes played = PlayedBytes.of(pieces, LIMITS, compression);
    played.check();
    return played;
  }

  private static void checkSound(FuzzedFrames.Sound sound, PlayedBytes played) {
    assertThat(played.messages()).isEqualTo(sound.messages());
    assertThat(played.error()).isEqualTo(sound.saysGoodbye() ? null : NetError.CONNECTION_CLOSED);
  }
}
