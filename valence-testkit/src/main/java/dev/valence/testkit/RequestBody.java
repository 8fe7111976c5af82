package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The request body as a blocking stream. It asks the connection to pause when it holds {@link
 * #PAUSE_ABOVE} bytes, so a handler that stops reading stops the client.
 */
final class RequestBody extends InputStream {
  private static final int PAUSE_ABOVE = 64 << 10;

  private final Runnable resume;
  private final Queue<byte[]> chunks = new ArrayDeque<>();
  private byte @Nullable [] current;
  private int position;
  private int held;
  private boolean paused;
  private boolean ended;
  private @Nullable IOException failure;
  private HeaderLines trailers = HeaderLines.of();

  /** {@code resume} is called by the reader's thread once for each pause, when all is read. */
  RequestBody(Runnable resume) {
    this.resume = resume;
  }

  /** Adds a chunk; true: the connection shall pause until it is told to resume. */
  synchronized boolean offer(byte[] chunk) {
    chunks.add(chunk);
    held += chunk.length;
    paused = held >= PAUSE_ABOVE;
    notifyAll();
    return paused;
  }

  synchronized void finish(HeaderLines received) {
    if (!ended) {
      ended = true;
      trailers = received;
      notifyAll();
    }
  }

  synchronized void fail(IOException cause) {
    if (!ended && failure == null) {
      failure = cause;
      notifyAll();
    }
  }

  synchronized HeaderLines trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (current == null || position == current.length) {
      current = chunks.poll();
      position = 0;
      if (current != null) {
        continue;
      }
      if (ended) {
        return -1;
      }
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      if (paused) {
        paused = false;
        resume.run();
        continue;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("server closed").initCause(e);
      }
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, target, offset, count);
    position += count;
    held -= count;
    return count;
  }
}
