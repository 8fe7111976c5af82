package dev.valence.net.internal.auth.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * MD4 (RFC 1320), which the JDK leaves out and NTLM needs. Broken as a hash; used for nothing else.
 */
final class Md4 {
  private static final int BLOCK = 64;

  /** RFC 1320 §3.4: which word each step of the second and third round takes. */
  private static final int[] ROUND_2 = {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15};

  private static final int[] ROUND_3 = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};

  private static final int[][] SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};

  private Md4() {}

  static byte[] digest(byte[] message) {
    int padded = (message.length + 9 + BLOCK - 1) / BLOCK * BLOCK;
    ByteBuffer input = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    input.put(message).put((byte) 0x80);
    input.putLong(padded - 8, message.length * 8L);
    int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    int[] words = new int[16];
    for (int block = 0; block < padded; block += BLOCK) {
      for (int i = 0; i < 16; i++) {
        words[i] = input.getInt(block + i * 4);
      }
      mix(state, words);
    }
    ByteBuffer output = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : state) {
      output.putInt(word);
    }
    return output.array();
  }

  private static void mix(int[] state, int[] words) {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    for (int step = 0; step < 48; step++) {
      int round = step / 16;
      int i = step % 16;
      int sum =
          switch (round) {
            case 0 -> ((b & c) | (~b & d)) + words[i];
            case 1 -> ((b & c) | (b & d) | (c & d)) + words[ROUND_2[i]] + 0x5a827999;
            default -> (b ^ c ^ d) + words[ROUND_3[i]] + 0x6ed9eba1;
          };
      int rotated = Integer.rotateLeft(a + sum, SHIFTS[round][i % 4]);
      a = d;
      d = c;
      c = b;
      b = rotated;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }
}
