package dev.valence.internal.async;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which futures complete and user code takes bodies: neither the network's nor the
 * event thread. Tasks may block; where they wait for a future of ours, another thread takes their
 * place.
 */
public final class Workers implements Executor {
  private static final int FEWEST = 2;
  private static final int MOST = 256;

  private final ForkJoinPool pool;

  public Workers() {
    AtomicInteger number = new AtomicInteger();
    pool =
        new ForkJoinPool(
            Math.max(FEWEST, Math.min(8, Runtime.getRuntime().availableProcessors())),
            owner -> {
              ForkJoinWorkerThread thread =
                  ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(owner);
              thread.setName("valence-worker-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            null,
            true,
            0,
            MOST,
            1,
            null,
            30,
            TimeUnit.SECONDS);
  }

  /** Runs the task soon; after {@link #close} on a thread of its own, so that no future is lost. */
  @Override
  public void execute(Runnable task) {
    try {
      pool.execute(task);
    } catch (RejectedExecutionException closed) {
      Thread late = new Thread(task, "valence-worker-late");
      late.setDaemon(true);
      late.start();
    }
  }

  /** Runs a task that blocks on something else than a future of ours, such as a slow stream. */
  public void executeBlocking(Runnable task) {
    execute(
        () -> {
          if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
            try {
              ForkJoinPool.managedBlock(
                  new ForkJoinPool.ManagedBlocker() {
                    private boolean done;

                    @Override
                    public boolean block() {
                      done = true;
                      task.run();
                      return true;
                    }

                    @Override
                    public boolean isReleasable() {
                      return done;
                    }
                  });
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          } else {
            task.run();
          }
        });
  }

  /** Takes no more tasks; what was given runs to its end. */
  public void close() {
    pool.shutdown();
  }
}
