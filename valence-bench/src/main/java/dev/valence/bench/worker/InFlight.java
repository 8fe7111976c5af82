package dev.valence.bench.worker;

import dev.valence.bench.Measurement;
import dev.valence.bench.Work;
import dev.valence.bench.client.BenchClient;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps a number of requests under way: whoever reports a response starts the next request. */
final class InFlight implements Driver {
  private final BenchClient client;
  private final int requests;

  InFlight(BenchClient client, int requests) {
    this.client = client;
    this.requests = requests;
  }

  @Override
  public void warmUp(long nanos) throws Exception {
    measure(nanos);
  }

  @Override
  public Measurement measure(long nanos) throws Exception {
    Run run = new Run();
    for (int i = 0; i < requests; i++) {
      client.get(run);
    }
    // The first tenth fills the pipe and is not counted.
    run.await(nanos / 10);
    long countBefore = run.count.get();
    Reading before = Reading.now();
    run.await(nanos);
    long operations = run.count.get() - countBefore;
    Measurement measured = Reading.now().since(before, operations);
    run.finish();
    return measured;
  }

  private final class Run implements BenchClient.Done {
    final AtomicLong count = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch failed = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(requests);
    private volatile boolean stopping;

    @Override
    public void completed(int status, byte[] body) {
      if (status != 200 || body.length != Work.SMALL_BYTES) {
        failed(new IOException("status " + status + ", " + body.length + " bytes"));
        return;
      }
      count.incrementAndGet();
      if (stopping) {
        open.countDown();
      } else {
        client.get(this);
      }
    }

    @Override
    public void failed(Throwable cause) {
      failure.compareAndSet(null, cause);
      failed.countDown();
      open.countDown();
    }

    void await(long nanos) throws Exception {
      if (failed.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new IOException("a request failed", failure.get());
      }
    }

    void finish() throws Exception {
      stopping = true;
      if (!open.await(30, TimeUnit.SECONDS)) {
        throw new IOException(open.getCount() + " requests never ended");
      }
      await(0);
    }
  }
}
