package dev.valence.event.dispatch;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs everything that belongs to listeners: one task at a time, in order, on a thread of its own
 * or on the executor that the user gave.
 */
public final class EventThread implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(EventThread.class);

  /** So many tasks in one go; then others of a shared executor get their turn. */
  private static final int BATCH = 256;

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ThreadLocal<@Nullable Gathering> gathering = new ThreadLocal<>();
  private final @Nullable Executor given;
  private final OwnThread own =
      new OwnThread("valence-events", this::runBatch, 30, TimeUnit.SECONDS);
  private final Thread.@Nullable UncaughtExceptionHandler handler;
  private volatile @Nullable Thread running;

  /**
   * An event thread.
   *
   * @param given where tasks run, or null for a thread of its own
   * @param handler takes what listeners throw, or null for a line in the log
   */
  public EventThread(@Nullable Executor given, Thread.@Nullable UncaughtExceptionHandler handler) {
    this.given = given;
    this.handler = handler;
  }

  /** Runs the task after all that were given before; never inside this call. */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    Gathering turn = gathering.get();
    if (turn == null) {
      announce();
    } else {
      turn.announceLater();
    }
  }

  /**
   * Lets a thread that gives many tasks wake this one once a turn, not once a task.
   *
   * @param loop runs what it gets on one thread, at the end of the thread's present turn
   */
  public void gatherOn(Executor loop) {
    loop.execute(() -> gathering.set(new Gathering(loop)));
  }

  /** Whether the caller is within a task of this event thread. */
  public boolean isCurrent() {
    return running == Thread.currentThread();
  }

  /** Lets the tasks that are there run, and then ends the own thread. */
  public void close() {
    if (given != null) {
      return;
    }
    execute(own::end);
    if (!isCurrent()) {
      try {
        if (!own.awaitEnd(2, TimeUnit.SECONDS)) {
          LOG.warn("a listener did not return within 2 s of the end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Tells of something that user code threw where nobody else hears of it. */
  public void report(String where, Throwable thrown) {
    Thread.UncaughtExceptionHandler taker = handler;
    if (taker == null) {
      LOG.error("{} threw", where, thrown);
      return;
    }
    try {
      taker.uncaughtException(Thread.currentThread(), thrown);
    } catch (RuntimeException | Error e) {
      LOG.error("the uncaught exception handler threw", e);
    }
  }

  private void announce() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      schedule();
    }
  }

  private void schedule() {
    try {
      if (given != null) {
        given.execute(this::runBatch);
      } else if (!own.wake()) {
        LOG.debug("an event came after the end of the event thread");
      }
    } catch (RejectedExecutionException e) {
      // The executor has ended, and with it the life of every listener.
      LOG.debug("an event came after the end of the event thread", e);
    }
  }

  private void runBatch() {
    Thread before = running;
    running = Thread.currentThread();
    try {
      for (int done = 0; done < BATCH; done++) {
        Runnable task = tasks.poll();
        if (task == null) {
          break;
        }
        try {
          task.run();
        } catch (RuntimeException | Error e) {
          report("a task of the event thread", e);
        }
      }
    } finally {
      running = before;
    }
    if (!tasks.isEmpty()) {
      schedule();
      return;
    }
    scheduled.set(false);
    // What came meanwhile saw this batch run, and left it to it.
    if (!tasks.isEmpty()) {
      announce();
    }
  }

  /** What a thread has given in its present turn; confined to that thread. */
  private final class Gathering implements Runnable {
    private final Executor loop;
    private boolean due;

    Gathering(Executor loop) {
      this.loop = loop;
    }

    void announceLater() {
      if (due) {
        return;
      }
      due = true;
      try {
        loop.execute(this);
      } catch (RejectedExecutionException ended) {
        run();
      }
    }

    @Override
    public void run() {
      due = false;
      announce();
    }
  }
}
