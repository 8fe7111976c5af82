package dev.valence.internal.fetch;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request body from blocking streams, read on worker threads, one piece at a time. */
public final class StreamBody implements RequestBody {
  private static final Logger LOG = LoggerFactory.getLogger(StreamBody.class);

  /** Opens the stream of one passage; may block. */
  interface Opener {
    InputStream open() throws IOException;
  }

  private final Opener opener;
  private final long length;
  private final Executor workers;
  private final @Nullable AtomicBoolean used;

  private StreamBody(Opener opener, long length, Executor workers, @Nullable AtomicBoolean used) {
    this.opener = opener;
    this.length = length;
    this.workers = workers;
    this.used = used;
  }

  /** A body that is this stream, once. */
  public static StreamBody once(InputStream stream, Executor workers) {
    return new StreamBody(() -> stream, -1, workers, new AtomicBoolean());
  }

  /** A body that opens its stream as often as it is needed. */
  public static StreamBody replayable(Supplier<? extends InputStream> streams, Executor workers) {
    return new StreamBody(streams::get, -1, workers, null);
  }

  /** A body of a known length that opens its stream as often as it is needed. */
  static StreamBody sized(Opener opener, long length, Executor workers) {
    return new StreamBody(opener, length, workers, null);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isReplayable() {
    return used == null;
  }

  @Override
  public UploadReader open() throws NetException {
    if (used != null && !used.compareAndSet(false, true)) {
      throw new NetException(
          NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED,
          "the stream of the request body can be read once; give a supplier of streams",
          null);
    }
    return new Reader();
  }

  private final class Reader implements UploadReader {
    private @Nullable InputStream stream;
    private long left = length;
    private boolean reading;
    private boolean closed;

    @Override
    public void read(int maxBytes, Sink sink) {
      workers.execute(() -> readNow(maxBytes, sink));
    }

    private void readNow(int maxBytes, Sink sink) {
      synchronized (this) {
        if (closed) {
          sink.onEnd(new HeaderList(1));
          return;
        }
        reading = true;
      }
      ByteBuf piece = null;
      Throwable failure = null;
      try {
        piece = next(maxBytes);
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
      boolean close;
      synchronized (this) {
        reading = false;
        close = closed;
      }
      if (close) {
        closeStream();
      }
      if (failure != null) {
        sink.onError(failure);
      } else if (piece == null) {
        sink.onEnd(new HeaderList(1));
      } else {
        sink.onPiece(piece);
      }
    }

    private @Nullable ByteBuf next(int maxBytes) throws IOException {
      InputStream in = stream;
      if (in == null) {
        in = opener.open();
        stream = in;
      }
      if (left == 0) {
        return null;
      }
      int wanted = left < 0 ? maxBytes : (int) Math.min(maxBytes, left);
      ByteBuf piece = PooledByteBufAllocator.DEFAULT.heapBuffer(wanted, wanted);
      try {
        int got = piece.writeBytes(in, wanted);
        if (got < 0) {
          if (left > 0) {
            throw new IOException("the request body ended " + left + " bytes too early");
          }
          piece.release();
          return null;
        }
        if (left > 0) {
          left -= got;
        }
        return piece;
      } catch (IOException | RuntimeException | Error e) {
        piece.release();
        throw e;
      }
    }

    @Override
    public void close() {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
        if (reading) {
          return;
        }
      }
      workers.execute(this::closeStream);
    }

    private void closeStream() {
      InputStream in = stream;
      try {
        if (in == null && used != null) {
          in = opener.open();
        }
        if (in != null) {
          in.close();
        }
      } catch (IOException | RuntimeException e) {
        LOG.debug("the stream of a request body did not close", e);
      }
    }
  }
}
