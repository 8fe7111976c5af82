package dev.valence.event.dispatch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that does one work each time it is woken. It starts when it is needed, sleeps
 * between, and ends when it has slept for long, to start again.
 *
 * <p>A pool of one thread does the same with a queue, its lock and its condition: a sixth of what
 * an event costs.
 */
final class OwnThread {
  private enum State {
    /** There is no thread. */
    ABSENT,
    ASLEEP,
    AT_WORK,
    /** There is work that has not begun. */
    WOKEN,
    ENDED
  }

  private final String name;
  private final Runnable work;
  private final long keepAliveNanos;
  private final AtomicReference<State> state = new AtomicReference<>(State.ABSENT);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread thread;

  OwnThread(String name, Runnable work, long keepAlive, TimeUnit unit) {
    this.name = name;
    this.work = work;
    this.keepAliveNanos = unit.toNanos(keepAlive);
  }

  /**
   * Has the work done once more, after what is being done.
   *
   * @return whether it will be: not after the end
   */
  boolean wake() {
    State before = state.getAndUpdate(now -> now == State.ENDED ? State.ENDED : State.WOKEN);
    if (before == State.ABSENT) {
      Thread fresh = new Thread(this::run, name);
      fresh.setDaemon(true);
      thread = fresh;
      fresh.start();
    } else if (before == State.ASLEEP) {
      LockSupport.unpark(thread);
    }
    return before != State.ENDED;
  }

  /** For the work itself: it is the last, nothing wakes the thread after it. */
  void end() {
    state.set(State.ENDED);
  }

  /** Waits for the end. */
  boolean awaitEnd(long limit, TimeUnit unit) throws InterruptedException {
    return ended.await(limit, unit);
  }

  private void run() {
    while (true) {
      if (state.compareAndSet(State.WOKEN, State.AT_WORK)) {
        work.run();
        // An interrupt was meant for this work, and would keep the thread from sleeping.
        Thread.interrupted();
      } else if (!sleep()) {
        return;
      }
    }
  }

  /** Sleeps until there is something to do; false when the thread's life is over. */
  private boolean sleep() {
    if (!state.compareAndSet(State.AT_WORK, State.ASLEEP) && state.get() == State.ENDED) {
      ended.countDown();
      return false;
    }
    long end = System.nanoTime() + keepAliveNanos;
    while (state.get() == State.ASLEEP) {
      long left = end - System.nanoTime();
      if (left <= 0 && state.compareAndSet(State.ASLEEP, State.ABSENT)) {
        return false;
      }
      LockSupport.parkNanos(this, left);
    }
    return true;
  }
}
