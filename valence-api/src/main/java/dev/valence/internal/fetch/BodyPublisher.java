package dev.valence.internal.fetch;

import dev.valence.internal.async.Workers;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A body for one subscriber, who is called on worker threads by the rules of Reactive Streams. */
final class BodyPublisher implements Flow.Publisher<ByteBuffer> {
  private final Workers workers;
  private final BodyBuffer body;
  private final Object owner;
  private boolean taken;

  BodyPublisher(Workers workers, BodyBuffer body, Object owner) {
    this.workers = workers;
    this.body = body;
    this.owner = owner;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    boolean second;
    synchronized (this) {
      second = taken;
      taken = true;
    }
    if (second) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
          });
      subscriber.onError(new IllegalStateException("a body has one subscriber"));
      return;
    }
    new Feed(subscriber).start();
  }

  @Override
  public String toString() {
    return "the body of " + owner;
  }

  private final class Feed implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();

    /** How many reasons there are to look again; the one who raises it from zero runs. */
    private final AtomicInteger reasons = new AtomicInteger();

    private final Runnable wake = this::schedule;
    private volatile boolean over;
    private volatile @Nullable Throwable illegal;

    Feed(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    void start() {
      workers.execute(
          () -> {
            subscriber.onSubscribe(this);
            // An empty body ends without any demand.
            schedule();
          });
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        illegal = new IllegalArgumentException("a request must be for one or more, not " + count);
      } else {
        demand.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      }
      schedule();
    }

    @Override
    public void cancel() {
      if (!over) {
        over = true;
        body.cancel(new NetException(NetError.ABORTED, "the subscription was cancelled", null));
      }
    }

    private void schedule() {
      if (reasons.getAndIncrement() == 0) {
        workers.execute(this::run);
      }
    }

    private void run() {
      int seen;
      do {
        seen = reasons.get();
        feed();
      } while (reasons.addAndGet(-seen) != 0);
    }

    private void feed() {
      try {
        while (!over) {
          Throwable wrong = illegal;
          if (wrong != null) {
            cancel();
            subscriber.onError(wrong);
          } else if (demand.get() == 0) {
            if (body.isDrained()) {
              over = true;
              subscriber.onComplete();
            }
            return;
          } else if (!feedOne()) {
            return;
          }
        }
      } catch (BodyFailure e) {
        if (!over) {
          over = true;
          subscriber.onError(e.reason());
        }
      } catch (RuntimeException | Error e) {
        // A subscriber must not throw (rule 2.13): the subscription counts as cancelled.
        cancel();
      }
    }

    private boolean feedOne() throws BodyFailure {
      ByteBuf piece = body.poll(wake);
      if (piece == null) {
        return false;
      }
      if (piece == BodyBuffer.END) {
        over = true;
        subscriber.onComplete();
        return false;
      }
      byte[] copy = new byte[piece.readableBytes()];
      piece.readBytes(copy);
      piece.release();
      demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
      subscriber.onNext(ByteBuffer.wrap(copy));
      return true;
    }
  }
}
