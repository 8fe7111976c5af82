package dev.valence.net.internal.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * What a server could send, by a seed: messages in fragments, compressed or not, with control
 * frames between; and the same spoilt.
 */
final class FuzzedFrames {
  private static final byte[] UTF8 =
      "plain, ümlaut, €uro, 𝄞 and \u0000".getBytes(StandardCharsets.UTF_8);

  private static final long[] LENGTHS = {
    0,
    1,
    125,
    126,
    127,
    0xffff,
    0x1_0000,
    1 << 20,
    Integer.MAX_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  private final Random random;
  private final boolean compresses;
  private final boolean forgets;
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private final List<String> messages = new ArrayList<>();
  private boolean saysGoodbye;

  private FuzzedFrames(Random random, boolean compresses, boolean forgets) {
    this.random = random;
    this.compresses = compresses;
    this.forgets = forgets;
  }

  /**
   * A stream that breaks no rule.
   *
   * @param messages as {@link PlayedBytes} tells them
   */
  record Sound(byte[] wire, List<String> messages, boolean saysGoodbye) {}

  /** Makes one. */
  static Sound sound(Random random, boolean compresses, boolean forgets) {
    FuzzedFrames frames = new FuzzedFrames(random, compresses, forgets);
    try {
      for (int left = 1 + random.nextInt(6); left > 0; left--) {
        frames.message();
      }
      frames.saysGoodbye = random.nextInt(3) > 0;
      if (frames.saysGoodbye) {
        frames.goodbye();
      }
      return new Sound(frames.wire.toByteArray(), frames.messages, frames.saysGoodbye);
    } finally {
      frames.deflater.end();
    }
  }

  private void message() {
    boolean text = random.nextBoolean();
    byte[] payload = text ? text() : bytes(length());
    CRC32 sum = new CRC32();
    sum.update(payload);
    messages.add((text ? "text " : "binary ") + payload.length + " " + sum.getValue());
    boolean compressed = compresses && random.nextInt(3) > 0;
    byte[] body = compressed ? deflate(payload) : payload;
    int first = (text ? 1 : 2) | (compressed ? 0x40 : 0);
    int pieces = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
    int from = 0;
    for (int i = 1; i <= pieces; i++) {
      int to = i == pieces ? body.length : from + random.nextInt(body.length - from + 1);
      frame(first | (i == pieces ? 0x80 : 0), Arrays.copyOfRange(body, from, to));
      first = 0;
      from = to;
      if (random.nextInt(4) == 0) {
        frame(random.nextBoolean() ? 0x89 : 0x8a, bytes(random.nextInt(126)));
      }
    }
  }

  private void goodbye() {
    if (random.nextBoolean()) {
      frame(0x88, new byte[0]);
    } else {
      byte[] reason = Arrays.copyOf(UTF8, random.nextInt("plain, ".length()));
      frame(
          0x88,
          ByteBuffer.allocate(2 + reason.length)
              .putShort((short) (random.nextBoolean() ? 1000 : 3000 + random.nextInt(2000)))
              .put(reason)
              .array());
    }
  }

  private void frame(int first, byte[] payload) {
    wire.write(first);
    if (payload.length > 0xffff) {
      wire.write(127);
      wire.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    } else if (payload.length > 125) {
      wire.write(126);
      wire.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    } else {
      wire.write(payload.length);
    }
    wire.writeBytes(payload);
  }

  private int length() {
    return switch (random.nextInt(24)) {
      case 0 -> 0;
      case 1 -> 120 + random.nextInt(12);
      case 2 -> 0xfff0 + random.nextInt(32);
      default -> random.nextInt(400);
    };
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int left = random.nextInt(8); left > 0; left--) {
      text.writeBytes(UTF8);
    }
    return text.toByteArray();
  }

  private byte[] deflate(byte[] payload) {
    deflater.setInput(payload);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[4096];
    int length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
    while (length > 0) {
      out.write(piece, 0, length);
      length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
    }
    if (forgets) {
      deflater.reset();
    }
    byte[] all = out.toByteArray();
    // RFC 7692 §7.2.1; an empty message after a flush gives nothing at all: one empty block, then.
    return all.length < 4 ? new byte[] {0} : Arrays.copyOf(all, all.length - 4);
  }

  /** A stream that may break any rule. */
  static byte[] spoilt(Random random, byte[] sound) {
    byte[] bytes = sound;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      bytes = spoiltOnce(random, bytes);
    }
    return bytes;
  }

  private static byte[] spoiltOnce(Random random, byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    switch (random.nextInt(7)) {
      case 0 -> {
        byte[] flipped = bytes.clone();
        for (int left = 1 + random.nextInt(3); left > 0 && flipped.length > 0; left--) {
          flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
      }
      case 1 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 2 -> {
        return splice(bytes, at, at, randomHeader(random));
      }
      case 3 -> {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        return splice(bytes, at, at, noise);
      }
      case 4 -> {
        int to = Math.min(bytes.length, at + random.nextInt(40));
        return splice(bytes, at, to, new byte[0]);
      }
      case 5 -> {
        int to = Math.min(bytes.length, at + random.nextInt(300));
        return splice(bytes, to, to, Arrays.copyOfRange(bytes, at, to));
      }
      default -> {
        // The first frame's own header: what comes is read in another way from there on.
        return splice(bytes, 0, Math.min(2, bytes.length), randomHeader(random));
      }
    }
  }

  private static byte[] randomHeader(Random random) {
    int first = random.nextInt(256);
    long length = LENGTHS[random.nextInt(LENGTHS.length)];
    int mask = random.nextInt(8) == 0 ? 0x80 : 0;
    return switch (random.nextInt(3)) {
      case 0 -> new byte[] {(byte) first, (byte) (mask | (length & 0x7f))};
      case 1 ->
          ByteBuffer.allocate(4)
              .put((byte) first)
              .put((byte) (mask | 126))
              .putShort((short) length)
              .array();
      default ->
          ByteBuffer.allocate(10)
              .put((byte) first)
              .put((byte) (mask | 127))
              .putLong(length)
              .array();
    };
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] put) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(put);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  /** The bytes in pieces of random lengths. */
  static List<byte[]> pieces(Random random, byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    int most = 1 + random.nextInt(bytes.length < 5000 && random.nextBoolean() ? 8 : 5000);
    int from = 0;
    while (from < bytes.length) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
      pieces.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    return pieces;
  }
}
