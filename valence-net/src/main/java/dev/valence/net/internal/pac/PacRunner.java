package dev.valence.net.internal.pac;

import dev.valence.net.NetError;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one script, four at the most; they end when idle. Called on the network thread,
 * and answers there.
 *
 * <p>The sandbox stops a script by itself. What hangs all the same, within a function of the
 * interpreter, is given up: its question fails, and the runner with it, as Java cannot end a
 * thread.
 */
public final class PacRunner {
  private static final long KEEP_ALIVE_SECONDS = 10;
  private static final long STACK_BYTES = 1 << 20;
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final EventLoop loop;
  private final long limitNanos;
  private final ThreadPoolExecutor threads;
  private final Set<Job<?>> jobs = new LinkedHashSet<>();
  private boolean watching;
  private boolean ended;

  public PacRunner(EventLoop loop, PacLimits limits) {
    this.loop = loop;
    this.limitNanos = limits.evaluation().plus(limits.lookups()).plus(GRACE).toNanos();
    this.threads =
        new ThreadPoolExecutor(
            PacLimits.THREADS,
            PacLimits.THREADS,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            PacRunner::newThread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(null, task, "valence-pac-" + NUMBER.incrementAndGet(), STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /** Runs a task; the answer has either a result or a failure. */
  public <T> void run(Callable<T> task, BiConsumer<@Nullable T, @Nullable PacException> answer) {
    if (ended) {
      answer.accept(null, hangs());
      return;
    }
    Job<T> job = new Job<>(task, answer);
    jobs.add(job);
    threads.execute(job);
    if (!watching) {
      watching = true;
      watchLater();
    }
  }

  /** Whether it had to give a script up, or was closed: every further task fails. */
  public boolean isEnded() {
    return ended;
  }

  /** Ends the threads; answers under way do not come. */
  public void close() {
    ended = true;
    jobs.clear();
    threads.shutdownNow();
  }

  private void watchLater() {
    loop.schedule(this::watch, limitNanos, TimeUnit.NANOSECONDS);
  }

  private void watch() {
    long now = System.nanoTime();
    for (Job<?> job : jobs) {
      if (job.hasRunFor(now) > limitNanos) {
        giveUp();
        return;
      }
    }
    watching = !jobs.isEmpty();
    if (watching) {
      watchLater();
    }
  }

  private void giveUp() {
    ended = true;
    Set<Job<?>> lost = new LinkedHashSet<>(jobs);
    jobs.clear();
    threads.shutdownNow();
    for (Job<?> job : lost) {
      job.abandon();
    }
  }

  private static PacException hangs() {
    return new PacException(
        NetError.PAC_SCRIPT_TERMINATED,
        0,
        "it hangs and is not asked any more until it is reloaded");
  }

  private final class Job<T> implements Runnable {
    private final Callable<T> task;
    private final BiConsumer<@Nullable T, @Nullable PacException> answer;

    // Set by the script's thread, read by the network thread.
    private volatile @Nullable Thread thread;
    private volatile long start;

    Job(Callable<T> task, BiConsumer<@Nullable T, @Nullable PacException> answer) {
      this.task = task;
      this.answer = answer;
    }

    /** Nanoseconds; 0 where it has not begun. */
    long hasRunFor(long now) {
      return thread == null ? 0 : now - start;
    }

    @Override
    public void run() {
      start = System.nanoTime();
      thread = Thread.currentThread();
      T result = null;
      PacException failure = null;
      try {
        result = task.call();
      } catch (PacException e) {
        failure = e;
      } catch (Exception e) {
        failure = new PacException(NetError.PAC_SCRIPT_FAILED, 0, "the interpreter failed: " + e);
      }
      tell(result, failure);
    }

    private void tell(@Nullable T result, @Nullable PacException failure) {
      try {
        loop.execute(
            () -> {
              if (jobs.remove(this)) {
                answer.accept(result, failure);
              }
            });
      } catch (RejectedExecutionException ended) {
        // The network has ended; nobody waits for the answer.
        return;
      }
    }

    void abandon() {
      Thread running = thread;
      if (running != null) {
        running.setPriority(Thread.MIN_PRIORITY);
      }
      answer.accept(null, hangs());
    }
  }
}
