package dev.valence.cli.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A body that becomes part of a line of JSON; bounded. */
final class MemoryTarget implements BodyTarget {
  static final int LIMIT = 16 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void write(ByteBuffer piece) throws IOException {
    if (bytes.size() + piece.remaining() > LIMIT) {
      throw new IOException("the body is larger than 16 MiB: with --json give a file by -o FILE");
    }
    byte[] copy = new byte[piece.remaining()];
    piece.get(copy);
    bytes.write(copy, 0, copy.length);
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
