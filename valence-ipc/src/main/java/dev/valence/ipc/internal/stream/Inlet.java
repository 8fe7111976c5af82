package dev.valence.ipc.internal.stream;

import dev.valence.ipc.port.MessageEvent;
import dev.valence.ipc.port.MessagePortMain;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a stream: asks for chunks, at most {@value #WINDOW} ahead of who takes them,
 * and keeps these. Without {@code close} or {@code error} an end of the port is a failure. For any
 * thread.
 */
final class Inlet {
  /** So many chunks may be on their way or waiting. */
  static final int WINDOW = 16;

  private static final Object NULL = new Object();

  /** What there is to take: a chunk, the end, a failure, or nothing yet. */
  sealed interface Taken {}

  record Chunk(@Nullable Object value) implements Taken {}

  record End() implements Taken {}

  record Failed(IOException reason) implements Taken {}

  record NothingYet() implements Taken {}

  private static final End END = new End();
  private static final NothingYet NOTHING_YET = new NothingYet();

  private final MessagePortMain port;
  private final Runnable signal;
  private final Deque<Object> chunks = new ArrayDeque<>();
  private @Nullable Taken last;

  /** Taken, and not asked for again. */
  private int owed = WINDOW;

  /**
   * The end of a port.
   *
   * @param signal runs when there is something new to take: on the event thread, without a lock
   */
  Inlet(MessagePortMain port, Runnable signal) {
    this.port = port;
    this.signal = signal;
  }

  /** Before anything else: the port may be closed before somebody reads. */
  void listen() {
    port.on(MessagePortMain.MESSAGE, this::message);
    port.on(
        MessagePortMain.CLOSE,
        () -> arrived(new Failed(new IOException("the writer of the stream has gone"))));
  }

  /** Begins to ask. */
  void begin() {
    port.start();
    ask();
  }

  private void message(MessageEvent event) {
    event.ports().forEach(MessagePortMain::close);
    StreamMessage message = StreamMessage.of(event.data());
    if (message == null) {
      return;
    }
    switch (message.type()) {
      case CHUNK -> chunk(message.value());
      case CLOSE -> ended(END);
      case ERROR -> ended(new Failed(message.failure()));
      default -> {
        // A word of a reader; this is one.
      }
    }
  }

  private void chunk(@Nullable Object value) {
    boolean tooMuch;
    synchronized (this) {
      if (last != null) {
        return;
      }
      // Pieces of one long buffer come unasked.
      tooMuch = chunks.size() >= WINDOW * 64;
      if (!tooMuch) {
        chunks.add(value == null ? NULL : value);
      }
    }
    if (tooMuch) {
      cancel(new IOException("the writer of the stream sent more than it was asked"));
    }
    signal.run();
  }

  private void ended(Taken how) {
    port.close();
    arrived(how);
  }

  private void arrived(Taken end) {
    synchronized (this) {
      if (last != null) {
        return;
      }
      last = end;
    }
    signal.run();
  }

  /** The next there is; the end and a failure stay. */
  Taken take() {
    Object next;
    synchronized (this) {
      next = chunks.poll();
      if (next == null) {
        return last != null ? last : NOTHING_YET;
      }
      owed++;
    }
    ask();
    return new Chunk(next == NULL ? null : next);
  }

  /** The end or the failure, once all chunks are taken. */
  synchronized Taken takeEnd() {
    return last != null && chunks.isEmpty() ? last : NOTHING_YET;
  }

  /**
   * Asks for as much as may be asked for: in larger portions while there is something to take. When
   * there is nothing every chunk counts, as a page's writer knows no portions.
   */
  private void ask() {
    int count;
    synchronized (this) {
      if (last != null || owed == 0 || (!chunks.isEmpty() && owed < WINDOW / 2)) {
        return;
      }
      count = owed;
      owed = 0;
    }
    port.postMessage(StreamMessage.pull(count).toValue());
  }

  /** Nothing more is wanted: the writer is told, what waits is dropped. */
  void cancel(Exception reason) {
    synchronized (this) {
      chunks.clear();
      if (last != null) {
        return;
      }
      last = new Failed(reason instanceof IOException io ? io : new IOException(reason));
    }
    port.postMessage(StreamMessage.error(reason).toValue());
    port.close();
  }
}
