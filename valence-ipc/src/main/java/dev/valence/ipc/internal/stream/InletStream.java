package dev.valence.ipc.internal.stream;

import dev.valence.ipc.port.MessagePortMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A stream of bytes, read by blocking. Begins to ask for chunks when it is first read. */
final class InletStream extends InputStream {
  private final Inlet inlet;
  private final BooleanSupplier mustNotBlock;
  private final Object news = new Object();
  private ByteBuffer current = ByteBuffer.allocate(0);
  private boolean begun;
  private boolean closed;

  /** The number of signals that came; guarded by {@link #news}. */
  private long signals;

  InletStream(MessagePortMain port, BooleanSupplier mustNotBlock) {
    this.inlet = new Inlet(port, this::signal);
    this.mustNotBlock = mustNotBlock;
    inlet.listen();
  }

  private void signal() {
    synchronized (news) {
      signals++;
      news.notifyAll();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    begin();
    while (true) {
      long seen = signals();
      Inlet.Taken taken = null;
      synchronized (this) {
        if (closed) {
          throw new IOException("Stream closed");
        }
        if (current.hasRemaining()) {
          int count = Math.min(length, current.remaining());
          current.get(target, offset, count);
          return count;
        }
        taken = inlet.take();
        if (taken instanceof Inlet.Chunk chunk) {
          current = bytes(chunk);
          continue;
        }
      }
      if (taken instanceof Inlet.End) {
        return -1;
      }
      if (taken instanceof Inlet.Failed failed) {
        throw new IOException(failed.reason().getMessage(), failed.reason());
      }
      await(seen);
    }
  }

  private ByteBuffer bytes(Inlet.Chunk chunk) throws IOException {
    try {
      return ChunkBytes.of(chunk.value());
    } catch (IOException e) {
      inlet.cancel(e);
      throw e;
    }
  }

  private void begin() {
    synchronized (this) {
      if (begun) {
        return;
      }
      begun = true;
    }
    inlet.begin();
  }

  private long signals() {
    synchronized (news) {
      return signals;
    }
  }

  private void await(long seen) throws InterruptedIOException {
    if (mustNotBlock.getAsBoolean()) {
      throw new IllegalStateException(
          "A stream cannot be waited for on the event thread, which brings its chunks: read it on"
              + " another thread, or take it as a Flow.Publisher");
    }
    synchronized (news) {
      try {
        while (signals == seen) {
          news.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for a chunk of the stream");
      }
    }
  }

  @Override
  public synchronized int available() throws IOException {
    if (closed) {
      throw new IOException("Stream closed");
    }
    return current.remaining();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    inlet.cancel(new IOException("the reader closed the stream"));
    signal();
  }
}
