package dev.valence.ipc.clone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Valid streams, spoilt: each is either refused with the declared exception or is a value, which
 * then survives another round; and neither takes more memory than its bytes times a constant.
 */
class MutationFuzzTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final StructuredClone PLAIN = StructuredClone.ofDefaults();
  private static final StructuredClone NODE = PLAIN.withViewForm(ViewForm.NODE);

  /** Tags, ends and bytes that begin long numbers: what chance alone would seldom hit. */
  private static final byte[] TELLING =
      "?-_0TFIUNZS\"c^o{a@A$DyxnzsR;:',BV~r\\.mEtupwM"
          .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  /** What a stream may take beyond its bytes: the reader itself, and an exception. */
  private static final long ANY = 16_384;

  private static final long FOR_A_BYTE = 100;

  /** Valid streams, each in both forms of views. */
  private static final byte[][] SOUND = sound();

  private long tried;
  private long accepted;

  private static byte[][] sound() {
    byte[][] streams = new byte[10_000][];
    for (int i = 0; i < streams.length; i += 2) {
      Object value = RandomValues.of(i / 2);
      streams[i] = PLAIN.serialize(value);
      streams[i + 1] = NODE.serialize(value);
    }
    return streams;
  }

  @Test
  void spoiltStreams() {
    for (long seed = 0; seed < 100_000; seed++) {
      tryOne(seed);
    }
    // Mostly small changes: a good part must still be values, or nothing was tested.
    assertThat(accepted).isBetween(5_000L, 95_000L);
  }

  @Test
  @Tag("long")
  void spoiltStreamsForTenMinutes() {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    for (long seed = System.nanoTime(); System.nanoTime() < end; seed++) {
      tryOne(seed);
    }
    System.out.printf("%,d spoilt streams, of which %,d were values%n", tried, accepted);
    assertThat(accepted).isBetween(tried / 20, tried - tried / 20);
  }

  private void tryOne(long seed) {
    Random random = new Random(seed);
    byte[] stream = spoil(SOUND[random.nextInt(SOUND.length)].clone(), random);
    tried++;
    try {
      Object value = boundedly(stream);
      if (value != REFUSED) {
        accepted++;
        String description = Describe.all(value);
        assertThat(Describe.all(PLAIN.deserialize(PLAIN.serialize(value)))).isEqualTo(description);
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(stream), e);
    }
  }

  private static final Object REFUSED = new Object();

  /** The value, or {@link #REFUSED}; within the memory that the stream may take. */
  private static Object boundedly(byte[] stream) {
    long allowed = ANY + FOR_A_BYTE * stream.length;
    Object value = REFUSED;
    long taken = Long.MAX_VALUE;
    // The first failure of a kind also loads classes, which the second does not.
    for (int i = 0; i < 2 && taken > allowed; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        value = PLAIN.deserialize(stream);
      } catch (DataCloneException e) {
        value = REFUSED;
      }
      taken = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    if (taken > allowed) {
      throw new AssertionError(taken + " bytes taken where " + allowed + " are allowed");
    }
    return value;
  }

  /** The stream with one to three changes. */
  static byte[] spoil(byte[] stream, Random random) {
    byte[] result = stream;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(7)) {
        case 0 -> result[at] = (byte) random.nextInt(256);
        case 1 -> result[at] = TELLING[random.nextInt(TELLING.length)];
        case 2 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 3 -> result = Arrays.copyOf(result, Math.max(1, at));
        case 4 -> result = splice(result, at, at, new byte[] {(byte) random.nextInt(256)});
        case 5 -> result = splice(result, at, at + random.nextInt(8), new byte[0]);
        default -> {
          int from = random.nextInt(result.length);
          int to = Math.min(result.length, from + random.nextInt(30));
          result = splice(result, at, at, Arrays.copyOfRange(result, from, to));
        }
      }
      if (result.length == 0) {
        return result;
      }
    }
    return result;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
    int end = Math.min(to, bytes.length);
    byte[] result = Arrays.copyOf(bytes, bytes.length - (end - from) + between.length);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(bytes, end, result, from + between.length, bytes.length - end);
    return result;
  }
}
