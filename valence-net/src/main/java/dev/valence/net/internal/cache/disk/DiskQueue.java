package dev.valence.net.internal.cache.disk;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Work for the disk: in order for each file, a few at once for all. Confined to the network thread,
 * but for the work itself.
 */
final class DiskQueue {
  private static final int MOST_AT_ONCE = 3;

  /** Hears how work ended, on the network thread. */
  @FunctionalInterface
  interface Done<T> {
    void done(@Nullable T result, @Nullable Throwable failure);
  }

  private record Job<T>(Callable<T> work, Done<T> done) {}

  /** The work on one file. */
  final class Lane {
    private final Queue<Job<?>> jobs = new ArrayDeque<>(2);
    private boolean active;

    <T> void submit(Callable<T> work, Done<T> done) {
      outstanding++;
      jobs.add(new Job<>(work, done));
      if (!active) {
        active = true;
        ready.add(this);
        advance();
      }
    }
  }

  private final Executor loop;
  private final Executor blocking;
  private final Queue<Lane> ready = new ArrayDeque<>();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;
  private int outstanding;

  DiskQueue(Executor loop, Executor blocking) {
    this.loop = loop;
    this.blocking = blocking;
  }

  Lane newLane() {
    return new Lane();
  }

  /** Runs the task once nothing is left to do. */
  void whenIdle(Runnable task) {
    waiting.add(task);
    idleMaybe();
  }

  private void idleMaybe() {
    while (outstanding == 0 && !waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private void advance() {
    while (running < MOST_AT_ONCE && !ready.isEmpty()) {
      Lane lane = ready.remove();
      Job<?> job = lane.jobs.remove();
      running++;
      blocking.execute(() -> run(lane, job));
    }
  }

  private <T> void run(Lane lane, Job<T> job) {
    T result = null;
    Throwable failure = null;
    try {
      result = job.work.call();
    } catch (Exception | OutOfMemoryError e) {
      failure = e;
    }
    T given = result;
    Throwable thrown = failure;
    loop.execute(() -> finished(lane, job, given, thrown));
  }

  private <T> void finished(
      Lane lane, Job<T> job, @Nullable T result, @Nullable Throwable failure) {
    running--;
    if (lane.jobs.isEmpty()) {
      lane.active = false;
    } else {
      ready.add(lane);
    }
    try {
      job.done.done(result, failure);
    } finally {
      outstanding--;
      advance();
      idleMaybe();
    }
  }
}
