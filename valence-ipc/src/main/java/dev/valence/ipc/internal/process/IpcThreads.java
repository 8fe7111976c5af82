package dev.valence.ipc.internal.process;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Threads for what depends on futures, and one for time limits; daemons, made when needed. */
public final class IpcThreads {
  private final ExecutorService workers = Executors.newCachedThreadPool(daemons("valence-ipc"));
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(1, daemons("valence-ipc-timer"));

  public IpcThreads() {
    timers.setRemoveOnCancelPolicy(true);
    timers.setKeepAliveTime(10, TimeUnit.SECONDS);
    timers.allowCoreThreadTimeOut(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timers.setRejectedExecutionHandler((task, executor) -> {});
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Runs tasks soon; after the end on the caller's thread, so that no future is lost. */
  public Executor workers() {
    return task -> {
      try {
        workers.execute(task);
      } catch (RejectedExecutionException e) {
        task.run();
      }
    };
  }

  /** For time limits. */
  public ScheduledExecutorService timers() {
    return timers;
  }

  /** Ends the threads; what was given to the workers runs to its end. */
  public void close() {
    timers.shutdown();
    workers.shutdown();
  }
}
