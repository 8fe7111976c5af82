package dev.valence.internal.fetch;

import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A source that is opened, on a worker, by its first read. */
final class DeferredReader implements UploadReader {
  private final Callable<? extends @Nullable UploadReader> opener;
  private final Executor workers;
  private @Nullable UploadReader opened;

  // Guarded by this.
  private boolean opening;
  private boolean closed;

  /**
   * A reader.
   *
   * @param opener may block; null for no body
   */
  DeferredReader(Callable<? extends @Nullable UploadReader> opener, Executor workers) {
    this.opener = opener;
    this.workers = workers;
  }

  @Override
  public void read(int maxBytes, Sink sink) {
    UploadReader from;
    synchronized (this) {
      from = opened;
      opening = from == null;
    }
    if (from != null) {
      from.read(maxBytes, sink);
    } else {
      workers.execute(() -> open(maxBytes, sink));
    }
  }

  private void open(int maxBytes, Sink sink) {
    UploadReader from;
    try {
      from = opener.call();
    } catch (Exception e) {
      sink.onError(e);
      return;
    }
    boolean close;
    synchronized (this) {
      opened = from;
      opening = false;
      close = closed;
    }
    if (from == null) {
      sink.onEnd(new HeaderList(1));
    } else if (close) {
      from.close();
      sink.onEnd(new HeaderList(1));
    } else {
      from.read(maxBytes, sink);
    }
  }

  @Override
  public void close() {
    UploadReader from;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      from = opening ? null : opened;
    }
    if (from != null) {
      from.close();
    }
  }
}
