package dev.valence.internal.websocket.javanet;

import dev.valence.net.NetException;
import dev.valence.net.websocket.WebSocketTransport;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The input of a {@code java.net.http} WebSocket: the listener is called on workers, one call at a
 * time, and gets what it asked for. What waits is bounded by what the network reads ahead.
 */
final class Input {
  /** Something to tell the listener. */
  sealed interface Event {}

  /** A whole message. */
  record Message(boolean text, byte[] payload) implements Event {}

  /** A ping, which was answered. */
  record Ping(byte[] payload) implements Event {}

  /** A pong. */
  record Pong(byte[] payload) implements Event {}

  /** The end, by the server. */
  record Goodbye(int code, String reason) implements Event {}

  /** The end, by a fault. */
  record Failure(NetException cause) implements Event {}

  private static final int NORMAL = 1000;

  private final JavaWebSocket socket;
  private final WebSocket.Listener listener;
  private final Executor workers;
  private final ConcurrentLinkedQueue<Event> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong demand = new AtomicLong();
  private final AtomicInteger wakes = new AtomicInteger();
  private volatile boolean open;
  private volatile boolean closed;

  /** Set by a listener's stage that failed. */
  private volatile @Nullable Throwable thrown;

  // Only in the worker's turn.
  private boolean openTold;

  Input(JavaWebSocket socket, WebSocket.Listener listener, Executor workers) {
    this.socket = socket;
    this.listener = listener;
    this.workers = workers;
  }

  /** The listener may be called from now on. */
  void open() {
    open = true;
    wake();
  }

  void add(Event event) {
    waiting.add(event);
    wake();
  }

  void request(long n) {
    if (n <= 0) {
      throw new IllegalArgumentException("request takes a positive number, not " + n);
    }
    demand.updateAndGet(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
    wake();
  }

  /** The listener is not called any more. */
  void close() {
    closed = true;
    waiting.clear();
  }

  boolean isClosed() {
    return closed;
  }

  private void wake() {
    if (wakes.getAndIncrement() == 0) {
      workers.execute(this::run);
    }
  }

  private void run() {
    int seen = wakes.get();
    do {
      if (open) {
        tell();
      }
      seen = wakes.addAndGet(-seen);
    } while (seen > 0);
  }

  private void tell() {
    if (!openTold && !closed) {
      openTold = true;
      guarded(
          () -> {
            listener.onOpen(socket);
            return null;
          });
    }
    while (!closed) {
      Throwable wrong = thrown;
      if (wrong != null) {
        fail(wrong);
        return;
      }
      Event next = waiting.peek();
      if (next instanceof Failure failure) {
        fail(failure.cause());
        return;
      }
      if (next == null || demand.get() == 0) {
        return;
      }
      demand.decrementAndGet();
      // It may have been thrown away meanwhile.
      if (waiting.poll() != null) {
        tell(next);
      }
    }
  }

  private void tell(Event event) {
    if (event instanceof Message message) {
      socket.transport().consumed(message.payload().length);
      guarded(
          () ->
              message.text()
                  ? listener.onText(
                      socket, new String(message.payload(), StandardCharsets.UTF_8), true)
                  : listener.onBinary(socket, ByteBuffer.wrap(message.payload()), true));
    } else if (event instanceof Ping ping) {
      socket.transport().consumed(ping.payload().length);
      guarded(() -> listener.onPing(socket, ByteBuffer.wrap(ping.payload())));
    } else if (event instanceof Pong pong) {
      socket.transport().consumed(pong.payload().length);
      guarded(() -> listener.onPong(socket, ByteBuffer.wrap(pong.payload())));
    } else if (event instanceof Goodbye goodbye) {
      goodbye(goodbye);
    }
  }

  private interface ListenerCall {
    @Nullable CompletionStage<?> make();
  }

  /** The contract: a call that throws, or whose stage fails, is an error of the WebSocket. */
  private void guarded(ListenerCall call) {
    try {
      CompletionStage<?> stage = call.make();
      if (stage != null) {
        stage.whenComplete(
            (unused, failure) -> {
              if (failure != null) {
                thrown = causeOf(failure);
                wake();
              }
            });
      }
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
  }

  private static Throwable causeOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private void goodbye(Goodbye goodbye) {
    close();
    CompletionStage<?> mayClose = null;
    try {
      mayClose = listener.onClose(socket, goodbye.code(), goodbye.reason());
    } catch (RuntimeException | Error e) {
      reportTo(Thread.currentThread(), e);
    }
    int code = answerTo(goodbye.code());
    if (mayClose == null) {
      answer(code);
    } else {
      mayClose.whenComplete((unused, failure) -> answer(code));
    }
  }

  private void answer(int code) {
    // Where the program has closed the output already there is nothing to do.
    var unused = socket.closeOutput(code, "");
  }

  private void fail(Throwable cause) {
    socket.abort();
    try {
      listener.onError(socket, cause);
    } catch (RuntimeException | Error e) {
      reportTo(Thread.currentThread(), e);
    }
  }

  private static void reportTo(Thread thread, Throwable thrown) {
    thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
  }

  /** As the JDK: what cannot be on the wire is answered by a normal end. */
  private static int answerTo(int code) {
    boolean none = code == WebSocketTransport.NO_STATUS || code == WebSocketTransport.ABNORMAL;
    return none ? NORMAL : code;
  }
}
