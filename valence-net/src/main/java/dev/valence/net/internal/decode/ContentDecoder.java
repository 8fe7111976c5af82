package dev.valence.net.internal.decode;

import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Undoes one or more content codings of a body, piece by piece.
 *
 * <p>A reader that wants back-pressure feeds one buffer and polls as it can take pieces: nothing is
 * decoded before it is polled, so that a small body that unpacks to gigabytes costs one piece at a
 * time. Not thread-safe; one event loop owns it.
 *
 * <p>Ownership: the decoder owns what is fed, also when it fails; the caller owns what is polled.
 */
public interface ContentDecoder extends AutoCloseable {
  /** The most bytes in one decoded piece. */
  int PIECE = 64 * 1024;

  /** Takes the next coded bytes. Released unread once the decoder is finished or closed. */
  void feed(ByteBuf in);

  /** Says that no more bytes will be fed. */
  void endOfInput();

  /**
   * Decodes the next piece of at most {@link #PIECE} bytes, never empty.
   *
   * @return null where more input is needed, or, after {@link #endOfInput()}, where the body is
   *     complete
   * @throws NetException where the bytes are not what the coding says, or end too early; the
   *     decoder is closed then
   */
  @Nullable ByteBuf poll() throws NetException;

  /** Whether the body is complete: no poll will give another piece. */
  boolean isFinished();

  /** Releases everything. May be called again. */
  @Override
  void close();

  /**
   * Feeds {@code in} and hands on every piece that comes of it, without back-pressure.
   *
   * @throws NetException as {@link #poll()}
   */
  default void decode(ByteBuf in, Consumer<ByteBuf> out) throws NetException {
    feed(in);
    drain(out);
  }

  /**
   * Ends the input and hands on the remaining pieces, without back-pressure.
   *
   * @throws NetException as {@link #poll()}; also where the body is cut off
   */
  default void finish(Consumer<ByteBuf> out) throws NetException {
    endOfInput();
    drain(out);
  }

  private void drain(Consumer<ByteBuf> out) throws NetException {
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      out.accept(piece);
    }
  }
}
