package dev.valence.ipc.internal.stream;

import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.ViewKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what an {@code InputStream} has. A thread of the executor reads as long as the reader
 * wants more, and is given back while it does not.
 */
final class InputStreamOutlet extends Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(InputStreamOutlet.class);

  /** The bytes of a chunk, at most. */
  static final int CHUNK_BYTES = 64 << 10;

  private final InputStream source;
  private final Executor executor;
  private final AtomicBoolean sourceClosed = new AtomicBoolean();
  private boolean pumping;

  InputStreamOutlet(InputStream source, MessagePortMain port, Executor executor) {
    super(port);
    this.source = source;
    this.executor = executor;
  }

  @Override
  void pulled(int chunks) {
    synchronized (this) {
      if (pumping) {
        return;
      }
      pumping = true;
    }
    run(this::pump);
  }

  @Override
  void abandon(IOException reason) {
    // Another thread than the one that may be blocked in read: closing is what lets it go.
    run(this::closeSource);
  }

  private void run(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      fail(new IOException("the process that has the stream is ending", e));
      closeSource();
    }
  }

  private void pump() {
    byte[] buffer = new byte[CHUNK_BYTES];
    do {
      while (takeCredit()) {
        try {
          int count = source.read(buffer);
          if (count < 0) {
            close();
            closeSource();
          } else {
            chunk(bytes(buffer, count));
          }
        } catch (IOException | RuntimeException | Error e) {
          fail(e);
          closeSource();
        }
      }
    } while (!pause());
  }

  /** Ends the pumping, unless more was asked for meanwhile. */
  private synchronized boolean pause() {
    pumping = hasCredit();
    return !pumping;
  }

  private static JsArrayBufferView bytes(byte[] buffer, int count) {
    byte[] exact = count == buffer.length ? buffer : Arrays.copyOf(buffer, count);
    return new JsArrayBufferView(ViewKind.UINT8, new JsArrayBuffer(exact));
  }

  private void closeSource() {
    if (!sourceClosed.getAndSet(true)) {
      try {
        source.close();
      } catch (IOException | RuntimeException e) {
        LOG.debug("the source of a stream could not be closed", e);
      }
    }
  }
}
