package dev.valence.ipc.internal.stream;

import dev.valence.ipc.port.MessagePortMain;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A stream for one subscriber. Begins to ask for chunks when there is one. */
final class InletPublisher<T> implements Flow.Publisher<T> {
  /** What a chunk is for the subscriber. */
  interface Reading<T> {
    T read(@Nullable Object chunk) throws IOException;
  }

  private final Inlet inlet;
  private final Reading<T> reading;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile @Nullable Reader reader;

  InletPublisher(MessagePortMain port, Reading<T> reading) {
    this.inlet = new Inlet(port, this::signal);
    this.reading = reading;
    inlet.listen();
  }

  private void signal() {
    Reader current = reader;
    if (current != null) {
      current.drain();
    }
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (taken.getAndSet(true)) {
      subscriber.onSubscribe(new Nothing());
      subscriber.onError(new IllegalStateException("A stream can be read only once"));
      return;
    }
    Reader own = new Reader(subscriber);
    subscriber.onSubscribe(own);
    reader = own;
    own.begin();
  }

  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long count) {}

    @Override
    public void cancel() {}
  }

  /** Hands chunks on, one at a time, on whatever thread brings or requests them. */
  private final class Reader implements Flow.Subscription {
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile boolean over;
    private volatile boolean refused;

    Reader(Flow.Subscriber<? super T> subscriber) {
      this.subscriber = subscriber;
    }

    void begin() {
      if (!over) {
        inlet.begin();
        drain();
      }
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        refused = true;
      } else {
        demand.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      }
      drain();
    }

    @Override
    public void cancel() {
      over = true;
      inlet.cancel(new IOException("the reader cancelled the stream"));
    }

    private void drain() {
      if (rounds.getAndIncrement() > 0) {
        return;
      }
      int seen = 1;
      do {
        try {
          deliver();
        } catch (RuntimeException | Error e) {
          // The subscriber threw, which it must not: it gets no more.
          cancel();
          rounds.set(0);
          throw e;
        }
        seen = rounds.addAndGet(-seen);
      } while (seen > 0);
    }

    private void deliver() {
      while (!over) {
        if (refused) {
          fail(new IllegalArgumentException("request of no positive number"));
          return;
        }
        boolean wanted = demand.get() > 0;
        Inlet.Taken next = wanted ? inlet.take() : inlet.takeEnd();
        if (next instanceof Inlet.Chunk chunk) {
          next(chunk);
        } else if (next instanceof Inlet.End) {
          over = true;
          subscriber.onComplete();
        } else if (next instanceof Inlet.Failed failed) {
          over = true;
          subscriber.onError(failed.reason());
        } else {
          return;
        }
      }
    }

    private void next(Inlet.Chunk chunk) {
      T item;
      try {
        item = reading.read(chunk.value());
      } catch (IOException | RuntimeException e) {
        fail(e);
        return;
      }
      demand.updateAndGet(d -> d == Long.MAX_VALUE ? d : d - 1);
      subscriber.onNext(item);
    }

    private void fail(Exception reason) {
      over = true;
      inlet.cancel(reason);
      subscriber.onError(reason);
    }
  }
}
