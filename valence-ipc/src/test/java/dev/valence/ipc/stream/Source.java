package dev.valence.ipc.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Sources of streams that count what is done to them. */
final class Source {
  private Source() {}

  /** Bytes that say where they are, up to a length; then an end, or a failure. */
  static final class Bytes extends InputStream {
    final AtomicInteger closes = new AtomicInteger();
    final AtomicLong given = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long length;
    private final String failure;

    Bytes(long length, String failure) {
      this.length = length;
      this.failure = failure;
    }

    static byte at(long index) {
      return (byte) (index ^ index >> 8 ^ index >> 16);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      long at = given.get();
      if (at == length) {
        if (failure != null) {
          throw new IOException(failure);
        }
        return -1;
      }
      int size = (int) Math.min(count, length - at);
      for (int i = 0; i < size; i++) {
        target[offset + i] = at(at + i);
      }
      given.addAndGet(size);
      return size;
    }

    @Override
    public void close() {
      closes.incrementAndGet();
      closed.countDown();
    }

    void awaitClosed() throws InterruptedException {
      if (!closed.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the source was not closed");
      }
    }
  }

  /** As many items as are requested, up to a number; then an end. */
  static final class Items implements Flow.Publisher<Object> {
    final AtomicLong requested = new AtomicLong();
    final CountDownLatch cancelled = new CountDownLatch(1);
    private final long count;
    private final LongFunction<Object> item;

    Items(long count, LongFunction<Object> item) {
      this.count = count;
      this.item = item;
    }

    void awaitCancelled() throws InterruptedException {
      if (!cancelled.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the source was not cancelled");
      }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            private long next;

            @Override
            public synchronized void request(long wanted) {
              requested.addAndGet(wanted);
              for (long i = 0; i < wanted && next < count && cancelled.getCount() > 0; i++) {
                subscriber.onNext(item.apply(next++));
                if (next == count) {
                  subscriber.onComplete();
                }
              }
            }

            @Override
            public void cancel() {
              cancelled.countDown();
            }
          });
    }
  }
}
