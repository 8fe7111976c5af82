package dev.valence.cli.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the body of an answer goes. One thread at a time; {@link #close} from any. */
interface BodyTarget extends AutoCloseable {
  /**
   * Takes a piece, all of it; blocks while the other side is slow.
   *
   * @throws IOException when it cannot be written
   */
  void write(ByteBuffer piece) throws IOException;

  /**
   * The body is whole.
   *
   * @throws IOException when it cannot be kept
   */
  void commit() throws IOException;

  /** Gives up what was not committed. */
  @Override
  void close();

  /** The file it goes to; null for none. */
  default @Nullable Path file() {
    return null;
  }
}
