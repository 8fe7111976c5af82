package dev.valence.interception;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A bounded copy of a body that flows by. It is read once, in one of three ways; a body that breaks
 * off, or whose request fails before, breaks the copy off too. A tap that holds its body is to be
 * read to its end or closed. Any thread.
 */
public interface BodyTap extends AutoCloseable {
  /**
   * The copy as a stream of buffers for one subscriber, who is called on a worker thread.
   *
   * @throws IllegalStateException when it is read already
   */
  Flow.Publisher<ByteBuffer> body();

  /**
   * The copy as a blocking stream.
   *
   * @throws IllegalStateException when it is read already
   */
  InputStream inputStream();

  /** The whole copy; for bodies that are known to be small. */
  CompletableFuture<byte[]> bytes();

  /** How many bytes were left out so far; always 0 where the tap holds the body. */
  long dropped();

  /** Ends the copy; the body flows on without it. */
  @Override
  void close();
}
