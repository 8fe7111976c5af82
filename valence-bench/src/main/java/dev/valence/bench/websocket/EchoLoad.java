package dev.valence.bench.websocket;

import dev.valence.bench.Measurement;
import dev.valence.bench.websocket.client.EchoClient;
import dev.valence.bench.websocket.client.EchoListener;
import dev.valence.bench.websocket.client.EchoSocket;
import dev.valence.bench.worker.Driver;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps a number of messages under way on one socket: each echo sends the next message. */
final class EchoLoad implements Driver, EchoListener {
  private final int inFlight;
  private final int size;
  private final EchoSocket socket;
  private final AtomicLong count = new AtomicLong();
  private final Semaphore landed = new Semaphore(0);
  private final CountDownLatch failed = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopping;

  EchoLoad(EchoClient client, SocketScenario scenario) throws Exception {
    this.inFlight = scenario.inFlight();
    this.size = scenario.payload().size();
    this.socket = client.connect(this);
  }

  @Override
  public void warmUp(long nanos) throws Exception {
    measure(nanos);
  }

  @Override
  public Measurement measure(long nanos) throws Exception {
    stopping = false;
    // The first echoes wait at the gate: no two threads send at once.
    synchronized (this) {
      for (int i = 0; i < inFlight; i++) {
        socket.send();
      }
    }
    // The first tenth fills the pipe and is not counted.
    await(nanos / 10);
    long before = count.get();
    Reading start = Reading.now();
    await(nanos);
    long echoes = count.get() - before;
    Measurement measured = Reading.now().since(start, echoes);
    stopping = true;
    if (!landed.tryAcquire(inFlight, 60, TimeUnit.SECONDS)) {
      throw new IOException("not all messages came back", failure.get());
    }
    await(0);
    return measured;
  }

  private void await(long nanos) throws Exception {
    if (failed.await(nanos, TimeUnit.NANOSECONDS)) {
      throw new IOException("the socket failed", failure.get());
    }
  }

  @Override
  public synchronized void onMessage(int length) {
    if (length != size) {
      onFailed(new IOException("an echo has " + length + " bytes, not " + size));
      return;
    }
    count.lazySet(count.get() + 1);
    if (stopping) {
      landed.release();
    } else {
      socket.send();
    }
  }

  @Override
  public void onFailed(Throwable cause) {
    failure.compareAndSet(null, cause);
    failed.countDown();
  }
}
