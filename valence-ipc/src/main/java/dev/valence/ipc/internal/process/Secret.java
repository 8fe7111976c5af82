package dev.valence.ipc.internal.process;

import dev.valence.ipc.internal.wire.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a process was given to prove that it is the one that was started: 256 bits at random. */
public final class Secret {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  static Secret random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Secret(bytes);
  }

  /** The secret of a text. */
  public static Secret parse(String hex) {
    return new Secret(HexFormat.of().parseHex(hex));
  }

  /** For the environment of the process; for nothing else. */
  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** For the first frame. */
  public Payload payload() {
    return Payload.of(bytes.clone());
  }

  /** Compares in a time that does not tell where they differ. */
  boolean matches(Payload given) {
    ByteBuffer buffer = given.buffer();
    byte[] other = new byte[buffer.remaining()];
    buffer.get(other);
    return MessageDigest.isEqual(bytes, other);
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
