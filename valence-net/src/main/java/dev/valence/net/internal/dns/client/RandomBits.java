package dev.valence.net.internal.dns.client;

import java.security.SecureRandom;

/** What an attacker off the path must not guess (RFC 5452). */
public final class RandomBits {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomBits() {}

  /** The id of a query. */
  public static int id() {
    return RANDOM.nextInt(0x10000);
  }

  /** The name with its letters in upper or lower case at random (0x20); it stays the same name. */
  public static byte[] mixCase(byte[] name) {
    byte[] mixed = name.clone();
    byte[] bits = new byte[name.length];
    RANDOM.nextBytes(bits);
    // Lengths of labels are below 64, so that no length is taken for a letter.
    for (int i = 0; i < mixed.length; i++) {
      int lower = mixed[i] | 0x20;
      if (mixed[i] >= 'A' && lower >= 'a' && lower <= 'z') {
        mixed[i] = (byte) ((bits[i] & 1) == 0 ? lower : lower & ~0x20);
      }
    }
    return mixed;
  }
}
