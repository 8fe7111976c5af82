package dev.valence.ipc.internal.stream;

import dev.valence.ipc.port.MessageEvent;
import dev.valence.ipc.port.MessagePortMain;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of a stream: posts chunks as the reader asks for them, and in the end exactly one
 * {@code close} or {@code error}. For any thread.
 */
abstract class Outlet {
  /** More than this is not sent ahead, however much a reader asks for. */
  private static final long MOST_CREDIT = 256;

  private final MessagePortMain port;
  private long credit;
  private boolean done;

  Outlet(MessagePortMain port) {
    this.port = port;
  }

  /** Listens to the reader. */
  final void begin() {
    port.on(MessagePortMain.MESSAGE, this::message);
    port.on(MessagePortMain.CLOSE, () -> end(new IOException("the reader of the stream has gone")));
    port.start();
  }

  /** The reader has asked for more; {@link #credit} says for how much. On the event thread. */
  abstract void pulled(int chunks);

  /** Nobody reads any more: the source is to be let go. Called once at most. */
  abstract void abandon(IOException reason);

  private void message(MessageEvent event) {
    event.ports().forEach(MessagePortMain::close);
    StreamMessage message = StreamMessage.of(event.data());
    if (message == null) {
      return;
    }
    switch (message.type()) {
      case PULL -> {
        int granted;
        synchronized (this) {
          granted = (int) Math.min(message.pulled(), Math.max(0, MOST_CREDIT - credit));
          credit += granted;
        }
        if (granted > 0) {
          pulled(granted);
        }
      }
      case ERROR -> end(message.failure());
      default -> {
        // Words of a writer; this is one.
      }
    }
  }

  private void end(IOException reason) {
    if (finish()) {
      port.close();
      abandon(reason);
    }
  }

  private synchronized boolean finish() {
    boolean first = !done;
    done = true;
    return first;
  }

  /** Whether nothing can be written any more. */
  final synchronized boolean isDone() {
    return done;
  }

  /** Takes the right to post one chunk, where there is one. */
  final synchronized boolean takeCredit() {
    if (done || credit <= 0) {
      return false;
    }
    credit--;
    return true;
  }

  final synchronized boolean hasCredit() {
    return !done && credit > 0;
  }

  /**
   * Posts a chunk; nothing once the stream has ended.
   *
   * @throws dev.valence.ipc.clone.DataCloneException when it cannot be cloned
   */
  final void chunk(@Nullable Object value) {
    if (!isDone()) {
      port.postMessage(StreamMessage.chunk(value).toValue());
    }
  }

  /** That was all. */
  final void close() {
    last(StreamMessage.close());
  }

  /** The source has failed. */
  final void fail(Throwable thrown) {
    last(StreamMessage.error(thrown));
  }

  private void last(StreamMessage message) {
    if (finish()) {
      port.postMessage(message.toValue());
      port.close();
    }
  }
}
