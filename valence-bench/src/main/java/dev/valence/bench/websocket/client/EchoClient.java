package dev.valence.bench.websocket.client;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A compared client, used as its users would for speed. */
public interface EchoClient extends AutoCloseable {
  /** One message there and back, for a thread that waits for it. */
  @FunctionalInterface
  interface Exchange {
    /** Sends the payload and waits for the echo; its size. */
    int run() throws Exception;
  }

  /** Opens a socket; returns when it stands. */
  EchoSocket connect(EchoListener listener) throws Exception;

  /** Opens a socket for a thread that waits: for its listener, unless the client can wait. */
  default Exchange connectToWait() throws Exception {
    Semaphore come = new Semaphore(0);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    int[] last = new int[1];
    EchoSocket socket =
        connect(
            new EchoListener() {
              @Override
              public void onMessage(int size) {
                last[0] = size;
                come.release();
              }

              @Override
              public void onFailed(Throwable cause) {
                failure.set(cause);
                come.release();
              }
            });
    return () -> {
      socket.send();
      if (!come.tryAcquire(60, TimeUnit.SECONDS)) {
        throw new IOException("no echo within 60 s");
      }
      Throwable failed = failure.get();
      if (failed != null) {
        throw new IOException("the socket failed", failed);
      }
      return last[0];
    };
  }
}
