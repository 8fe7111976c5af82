package dev.valence.event.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OwnThreadTest {
  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<Thread> worked = new LinkedBlockingQueue<>();

  private Thread nextWork() throws InterruptedException {
    Thread thread = worked.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(thread).isNotNull();
    return thread;
  }

  private OwnThread thread(Runnable work, long keepAlive, TimeUnit unit) {
    return new OwnThread(
        "own",
        () -> {
          work.run();
          worked.add(Thread.currentThread());
        },
        keepAlive,
        unit);
  }

  @Test
  void oneThreadDoesTheWorkOfEachWake() throws Exception {
    OwnThread own = thread(() -> {}, 1, TimeUnit.HOURS);
    assertThat(own.wake()).isTrue();
    Thread first = nextWork();
    assertThat(first.isDaemon()).isTrue();
    assertThat(first.getName()).isEqualTo("own");
    assertThat(own.wake()).isTrue();
    assertThat(nextWork()).isSameAs(first);
  }

  @Test
  void aWakeDuringTheWorkHasItDoneOnceMore() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OwnThread own =
        thread(
            () -> {
              begun.countDown();
              await(goOn);
            },
            1,
            TimeUnit.HOURS);
    own.wake();
    await(begun);
    own.wake();
    own.wake();
    goOn.countDown();
    nextWork();
    nextWork();
    assertThat(worked).isEmpty();
  }

  @Test
  void itEndsWithoutWorkAndStartsAgain() throws Exception {
    OwnThread own = thread(() -> {}, 1, TimeUnit.MILLISECONDS);
    own.wake();
    Thread first = nextWork();
    first.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(first.isAlive()).isFalse();
    own.wake();
    assertThat(nextWork()).isNotSameAs(first);
  }

  @Test
  void nothingWakesItAfterItsEnd() throws Exception {
    AtomicBoolean last = new AtomicBoolean();
    List<OwnThread> self = new ArrayList<>();
    OwnThread own =
        thread(
            () -> {
              if (last.get()) {
                self.get(0).end();
              }
            },
            1,
            TimeUnit.HOURS);
    self.add(own);
    own.wake();
    nextWork();
    last.set(true);
    own.wake();
    assertThat(own.awaitEnd(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    nextWork();
    assertThat(own.wake()).isFalse();
    assertThat(worked).isEmpty();
  }

  @Test
  void anInterruptDoesNotReachTheNextWork() throws Exception {
    BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
    OwnThread own =
        thread(
            () -> {
              interrupted.add(Thread.currentThread().isInterrupted());
              Thread.currentThread().interrupt();
            },
            1,
            TimeUnit.HOURS);
    for (int i = 0; i < 3; i++) {
      own.wake();
      nextWork();
    }
    assertThat(interrupted).containsExactly(false, false, false);
  }

  /** Whoever wakes it finds that work begins after that; threads end and start in between. */
  @Test
  void noWakeIsLost() throws Exception {
    int wakers = 3;
    int rounds = 20_000;
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    OwnThread own = new OwnThread("own", () -> seen.set(asked.get()), 20, TimeUnit.MICROSECONDS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < wakers; i++) {
      Thread waker =
          new Thread(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  int mine = asked.incrementAndGet();
                  own.wake();
                  if (round % 16 == 0) {
                    awaitSeen(seen, mine);
                  }
                }
              });
      waker.start();
      threads.add(waker);
    }
    for (Thread waker : threads) {
      waker.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      assertThat(waker.isAlive()).isFalse();
    }
    awaitSeen(seen, wakers * rounds);
    assertThat(seen).hasValue(wakers * rounds);
  }

  private static void awaitSeen(AtomicInteger seen, int wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (seen.get() < wanted && System.nanoTime() < end) {
      Thread.yield();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
