package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.CacheKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name of an entry's file: half of the SHA-256 of its key, and a number that no other variant
 * has; the newest has the highest.
 */
record EntryName(KeyHash hash, long sequence) {
  private static final int HASH_DIGITS = 32;
  private static final int LENGTH = HASH_DIGITS + 1 + 16;

  /** Half of the SHA-256 of a key. */
  record KeyHash(long high, long low) {
    static KeyHash of(CacheKey key) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(key.partition().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        byte[] sum = digest.digest(key.url().getBytes(StandardCharsets.UTF_8));
        return new KeyHash(number(sum, 0), number(sum, 8));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    private static long number(byte[] bytes, int at) {
      long value = 0;
      for (int i = at; i < at + 8; i++) {
        value = value << 8 | bytes[i] & 0xff;
      }
      return value;
    }
  }

  String fileName() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(hash.high) + hex.toHexDigits(hash.low) + "-" + hex.toHexDigits(sequence);
  }

  /** Null for a file that is no entry. */
  static @Nullable EntryName parse(String fileName) {
    if (fileName.length() != LENGTH || fileName.charAt(HASH_DIGITS) != '-') {
      return null;
    }
    try {
      EntryName name =
          new EntryName(
              new KeyHash(
                  HexFormat.fromHexDigitsToLong(fileName, 0, 16),
                  HexFormat.fromHexDigitsToLong(fileName, 16, 32)),
              HexFormat.fromHexDigitsToLong(fileName, 33, LENGTH));
      return name.fileName().equals(fileName) ? name : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
