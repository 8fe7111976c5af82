package dev.valence.internal.websocket;

import dev.valence.net.NetException;
import dev.valence.websocket.WebSocketMessage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The subscriber of a stream's messages: called on workers, one call at a time. */
final class MessageSubscription implements Flow.Subscription {
  private final WebSocketStreamImpl stream;
  private final Flow.Subscriber<? super WebSocketMessage> subscriber;
  private final Executor workers;
  private final AtomicLong demand = new AtomicLong();
  private final AtomicInteger wakes = new AtomicInteger();
  private volatile boolean finished;
  private volatile @Nullable Throwable misuse;
  private volatile boolean foreign;

  // Only in the worker's turn.
  private boolean started;

  MessageSubscription(
      WebSocketStreamImpl stream,
      Flow.Subscriber<? super WebSocketMessage> subscriber,
      Executor workers) {
    this.stream = stream;
    this.subscriber = subscriber;
    this.workers = workers;
  }

  /**
   * Begins.
   *
   * @param refused whether somebody else has the messages
   */
  void start(boolean refused) {
    foreign = refused;
    if (refused) {
      misuse = new IllegalStateException("the messages of this WebSocket go to another reader");
    }
    wake();
  }

  /** Something may have to be told. */
  void wake() {
    if (wakes.getAndIncrement() == 0) {
      workers.execute(this::run);
    }
  }

  private void run() {
    int seen = wakes.get();
    do {
      try {
        tell();
      } catch (RuntimeException | Error e) {
        // Flow's rule 2.13: a subscriber that throws has cancelled.
        cancel();
      }
      seen = wakes.addAndGet(-seen);
    } while (seen > 0);
  }

  private void tell() {
    if (!started) {
      started = true;
      subscriber.onSubscribe(this);
    }
    Throwable wrong = misuse;
    if (wrong != null && !finished) {
      giveUp();
      subscriber.onError(wrong);
    }
    while (!finished && demand.get() > 0) {
      WebSocketMessage next = stream.take();
      if (next == null) {
        break;
      }
      demand.updateAndGet(now -> now == Long.MAX_VALUE ? now : now - 1);
      subscriber.onNext(next);
    }
    if (!finished && stream.isOver()) {
      finished = true;
      NetException failure = stream.failure();
      if (failure == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(failure);
      }
    }
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      misuse = new IllegalArgumentException("request takes a positive number, not " + n);
    } else {
      demand.updateAndGet(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
    }
    wake();
  }

  @Override
  public void cancel() {
    if (!finished) {
      giveUp();
    }
  }

  private void giveUp() {
    finished = true;
    if (!foreign) {
      stream.close();
      stream.discard();
    }
  }
}
