package dev.valence.internal.fetch;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A body as a blocking stream. For one thread at a time. */
final class BodyInputStream extends InputStream {
  private final BodyBuffer body;

  /** Kept reachable while the stream is: when both are forgotten, the body is given up. */
  private final Object owner;

  private final Semaphore more = new Semaphore(0);
  private @Nullable ByteBuf piece;
  private boolean ended;
  private boolean closed;

  BodyInputStream(BodyBuffer body, Object owner) {
    this.body = body;
    this.owner = owner;
  }

  @Override
  public synchronized int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    ByteBuf from = current();
    if (from == null) {
      return -1;
    }
    int taken = Math.min(length, from.readableBytes());
    from.readBytes(to, offset, taken);
    releaseIfEmpty();
    return taken;
  }

  @Override
  public synchronized int available() {
    return piece == null ? 0 : piece.readableBytes();
  }

  private void releaseIfEmpty() {
    if (piece != null && !piece.isReadable()) {
      piece.release();
      piece = null;
    }
  }

  private @Nullable ByteBuf current() throws IOException {
    while (true) {
      if (closed) {
        throw new IOException("the stream is closed");
      }
      if (piece != null) {
        return piece;
      }
      if (ended) {
        return null;
      }
      try {
        ByteBuf next = body.poll(more::release);
        if (next == BodyBuffer.END) {
          ended = true;
        } else if (next != null) {
          piece = next;
        } else {
          await();
        }
      } catch (BodyFailure e) {
        throw asIoException(e.reason());
      }
    }
  }

  private void await() throws InterruptedIOException {
    try {
      ForkJoinPool.managedBlock(
          new ForkJoinPool.ManagedBlocker() {
            private boolean acquired;

            @Override
            public boolean block() throws InterruptedException {
              if (!acquired) {
                more.acquire();
                acquired = true;
              }
              return true;
            }

            @Override
            public boolean isReleasable() {
              acquired = acquired || more.tryAcquire();
              return acquired;
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException failure =
          new InterruptedIOException("interrupted while waiting for the body");
      failure.initCause(e);
      throw failure;
    }
  }

  private static IOException asIoException(Throwable reason) {
    return reason instanceof IOException io ? io : new IOException(reason.getMessage(), reason);
  }

  /** Gives the rest up. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (piece != null) {
        piece.release();
        piece = null;
      }
      if (!ended) {
        body.cancel(new NetException(NetError.ABORTED, "the stream of the body was closed", null));
      }
    }
  }

  @Override
  public String toString() {
    return "the body of " + owner;
  }
}
