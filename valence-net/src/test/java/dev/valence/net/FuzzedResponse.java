package dev.valence.net;

import dev.valence.testkit.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * A response made from a seed: a good one, then spoilt in none to three places, cut into packets,
 * and ended in one of several ways. The same seed gives the same response.
 */
final class FuzzedResponse {
  private enum End {
    KEEP,
    CLOSE,
    RESET,
    SILENCE
  }

  private static final String[] NASTY = {
    "\r",
    "\n",
    "\r\n",
    "\r\n\r\n",
    "\0",
    ":",
    " ",
    "\t",
    ";",
    "0",
    "-1",
    "ffffffffffffffff",
    "99999999999999999999",
    "Content-Length: 3\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Content-Encoding: gzip\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 200 OK\r\n",
    "Location: /x\r\n",
    "\u00ff\u00fe"
  };

  private final Random random;
  private final byte[] body;
  private final byte[] wire;
  private final boolean sound;
  private final End end;
  private boolean untilClose;

  FuzzedResponse(long seed) {
    random = new Random(seed);
    if (random.nextInt(20) == 0) {
      body = new byte[0];
      wire = noise(random.nextInt(3000));
      sound = false;
    } else {
      body = letters(random.nextInt(8) == 0 ? random.nextInt(300_000) : random.nextInt(2000));
      byte[] good = good();
      int mutations = Math.max(0, random.nextInt(5) - 1);
      byte[] spoilt = good;
      for (int i = 0; i < mutations; i++) {
        spoilt = spoil(spoilt);
      }
      sound = mutations == 0;
      wire = spoilt;
    }
    if (!sound) {
      end = pick(End.values());
    } else {
      end = untilClose ? End.CLOSE : End.KEEP;
    }
  }

  /** Whether it is a good response with a good end. */
  boolean isSound() {
    return sound;
  }

  /** The body of a sound response. */
  byte[] body() {
    return body;
  }

  /** Writes it; tells whether the connection goes on. */
  boolean play(RawConnection connection) throws IOException {
    int most = random.nextInt(4) == 0 ? 7 : 20_000;
    int packets = 0;
    for (int at = 0; at < wire.length; packets++) {
      int size = Math.min(wire.length - at, 1 + random.nextInt(most));
      if (packets > 40) {
        size = wire.length - at;
      }
      connection.write(Arrays.copyOfRange(wire, at, at + size));
      at += size;
    }
    switch (end) {
      case KEEP -> {
        return true;
      }
      case CLOSE -> connection.close();
      case RESET -> connection.reset();
      case SILENCE -> connection.staySilent();
    }
    return false;
  }

  private byte[] good() {
    StringBuilder head = new StringBuilder();
    for (int i = random.nextInt(6); i == 0; i = random.nextInt(3)) {
      head.append("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    }
    head.append("HTTP/1.1 ").append(pick(200, 200, 200, 404, 500, 299)).append(" Some Reason\r\n");
    for (int i = random.nextInt(6); i > 0; i--) {
      head.append("X-Field-").append(i).append(": ");
      head.append(new String(letters(random.nextInt(60)), StandardCharsets.ISO_8859_1));
      head.append("\r\n");
    }
    byte[] coded = body;
    if (random.nextInt(3) == 0) {
      head.append("Content-Encoding: gzip\r\n");
      coded = gzip(body);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (random.nextInt(3)) {
      case 0 -> {
        head.append("Content-Length: ").append(coded.length).append("\r\n\r\n");
        put(out, head.toString());
        out.writeBytes(coded);
      }
      case 1 -> {
        head.append("Transfer-Encoding: chunked\r\n\r\n");
        put(out, head.toString());
        putChunks(out, coded);
      }
      default -> {
        untilClose = true;
        put(out, head.append("\r\n").toString());
        out.writeBytes(coded);
      }
    }
    return out.toByteArray();
  }

  private void putChunks(ByteArrayOutputStream out, byte[] coded) {
    for (int at = 0; at < coded.length; ) {
      int size = Math.min(coded.length - at, 1 + random.nextInt(random.nextBoolean() ? 50 : 9000));
      put(out, Integer.toHexString(size) + (random.nextInt(9) == 0 ? ";ext=1" : "") + "\r\n");
      out.write(coded, at, size);
      put(out, "\r\n");
      at += size;
    }
    put(out, "0\r\n" + (random.nextInt(4) == 0 ? "X-Trailer: t\r\n" : "") + "\r\n");
  }

  /** One change, mostly near the beginning, where the meaning is. */
  private byte[] spoil(byte[] good) {
    int length = good.length;
    if (length == 0) {
      return noise(10);
    }
    int at = random.nextInt(random.nextBoolean() ? Math.min(length, 200) : length);
    int size = Math.min(length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(good, at);
      case 1 -> join(good, at, at + size, new byte[0]);
      case 2 -> join(good, at, at + size, noise(size));
      case 3 -> join(good, at, at, Arrays.copyOfRange(good, at, at + size));
      case 4 -> join(good, at, at, pick(NASTY).getBytes(StandardCharsets.ISO_8859_1));
      default -> {
        byte[] flipped = good.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
    };
  }

  private static byte[] join(byte[] bytes, int from, int to, byte[] between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(between);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  private byte[] noise(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] letters(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(26));
    }
    return bytes;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
