package dev.valence.internal.download.disk;

import dev.valence.internal.download.rules.ExpectedDigests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Compares a file with the hashes it must have: what is on the disk, not what went by. */
public final class FileHash {
  private static final int PIECE = 256 << 10;

  private record Running(String expected, MessageDigest digest) {}

  private FileHash() {}

  /**
   * Whether every hash is right.
   *
   * @param givenUp asked now and then; true ends it with true
   */
  public static boolean matches(Path file, ExpectedDigests expected, BooleanSupplier givenUp)
      throws IOException {
    List<Running> all = new ArrayList<>();
    for (Map.Entry<String, String> one : expected.hex().entrySet()) {
      all.add(new Running(one.getValue(), digest(one.getKey())));
    }
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(piece.clear()) >= 0) {
        if (givenUp.getAsBoolean()) {
          return true;
        }
        piece.flip();
        all.forEach(running -> running.digest.update(piece.duplicate()));
      }
    }
    return all.stream()
        .allMatch(
            running -> HexFormat.of().formatHex(running.digest.digest()).equals(running.expected));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has " + algorithm, e);
    }
  }
}
