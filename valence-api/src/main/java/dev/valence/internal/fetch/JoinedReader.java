package dev.valence.internal.fetch;

import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of an open source one after the other, and what stands between them; then the source is
 * closed, after the piece that somebody waits for.
 */
final class JoinedReader implements UploadReader {
  private static final Logger LOG = LoggerFactory.getLogger(JoinedReader.class);

  private final Iterator<Supplier<UploadReader>> parts;
  private final SeekableSource.Opened source;
  private final Executor workers;
  private volatile @Nullable UploadReader current;

  // Guarded by this.
  private boolean reading;
  private boolean closed;

  JoinedReader(List<Supplier<UploadReader>> parts, SeekableSource.Opened source, Executor workers) {
    this.parts = parts.iterator();
    this.source = source;
    this.workers = workers;
  }

  @Override
  public void read(int maxBytes, Sink sink) {
    synchronized (this) {
      if (closed) {
        sink.onEnd(new HeaderList(1));
        return;
      }
      reading = true;
    }
    next(maxBytes, sink);
  }

  private void next(int maxBytes, Sink sink) {
    UploadReader part = current;
    if (part == null) {
      if (!parts.hasNext()) {
        read();
        sink.onEnd(new HeaderList(1));
        return;
      }
      part = parts.next().get();
      current = part;
    }
    UploadReader from = part;
    from.read(
        maxBytes,
        new Sink() {
          @Override
          public void onPiece(ByteBuf piece) {
            read();
            sink.onPiece(piece);
          }

          @Override
          public void onEnd(HeaderList trailers) {
            from.close();
            current = null;
            next(maxBytes, sink);
          }

          @Override
          public void onError(Throwable cause) {
            read();
            sink.onError(cause);
          }
        });
  }

  /** A piece was read: what was to be closed meanwhile is. */
  private void read() {
    boolean close;
    synchronized (this) {
      reading = false;
      close = closed;
    }
    if (close) {
      workers.execute(this::closeSource);
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
    workers.execute(this::closeSource);
  }

  private void closeSource() {
    UploadReader part = current;
    if (part != null) {
      part.close();
    }
    try {
      source.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("the source of a body did not close", e);
    }
  }
}
