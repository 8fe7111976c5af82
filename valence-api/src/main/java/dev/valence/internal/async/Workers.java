package dev.valence.internal.async;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which futures complete and user code takes bodies: neither the network's nor the
 * event thread.
 *
 * <p>Tasks are short as a rule, so one thread runs them in order: handing a result over costs no
 * more switches between threads than it must. A task may block all the same: where nothing was
 * taken for a millisecond, one more thread helps out, up to {@value #MOST}. What a network thread
 * hands over is announced once, at the end of its turn.
 */
public final class Workers implements Executor {
  private static final int MOST = 256;
  private static final long STALL_NANOS = 1_000_000;
  private static final long KEEP_ALIVE_NANOS = 30_000_000_000L;

  /** So many looks without work, then the supervisor sleeps. */
  private static final int QUIET_LOOKS = 50;

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<@Nullable Gathering> gathering = new ThreadLocal<>();
  private final AtomicInteger awake = new AtomicInteger();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicBoolean supervised = new AtomicBoolean();
  private final Thread supervisor = new Thread(this::supervise, "valence-worker-supervisor");
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();
  private boolean supervisorStarted;
  private int threads;
  private int lastNumber;
  private volatile boolean closed;

  public Workers() {
    supervisor.setDaemon(true);
  }

  /** Announces what this loop's thread hands over once a turn instead of once a task. */
  public void gatherOn(EventLoop loop) {
    loop.execute(() -> gathering.set(new Gathering(loop)));
  }

  /** Runs the task soon; after {@link #close}, too, so that no future is lost. */
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

  /** Ends the idle threads; what was given runs to its end. */
  public void close() {
    closed = true;
    synchronized (idle) {
      idle.forEach(worker -> LockSupport.unpark(worker.thread));
    }
    LockSupport.unpark(supervisor);
  }

  private void announce() {
    if (awake.get() == 0) {
      wakeOne();
    }
    if (!supervised.get() && supervised.compareAndSet(false, true)) {
      wakeSupervisor();
    }
  }

  private void wakeOne() {
    Worker fresh = null;
    synchronized (idle) {
      Worker sleeper = idle.pollLast();
      if (sleeper != null) {
        sleeper.idle = false;
        awake.incrementAndGet();
        LockSupport.unpark(sleeper.thread);
      } else if (threads < MOST) {
        threads++;
        awake.incrementAndGet();
        fresh = new Worker(++lastNumber);
      }
    }
    if (fresh != null) {
      fresh.thread.start();
    }
  }

  private void wakeSupervisor() {
    synchronized (idle) {
      if (!supervisorStarted) {
        supervisorStarted = true;
        supervisor.start();
        return;
      }
    }
    LockSupport.unpark(supervisor);
  }

  /** Looks once a millisecond, while there is work, whether it goes on. */
  private void supervise() {
    int quiet = 0;
    long takenBefore = -1;
    while (!closed || !tasks.isEmpty()) {
      if (tasks.isEmpty()) {
        quiet++;
      } else {
        quiet = 0;
        long takenNow = taken.get();
        if (takenNow == takenBefore) {
          wakeOne();
        }
        takenBefore = takenNow;
      }
      if (quiet < QUIET_LOOKS) {
        LockSupport.parkNanos(this, STALL_NANOS);
      } else {
        quiet = 0;
        restUntilNeeded();
      }
    }
  }

  private void restUntilNeeded() {
    supervised.set(false);
    // Whoever adds a task from here on sees that nobody supervises; who did so before is seen.
    if (!tasks.isEmpty()) {
      supervised.set(true);
      return;
    }
    while (!supervised.get() && !closed) {
      LockSupport.park(this);
    }
  }

  /** What a network thread has handed over in this turn; confined to that thread. */
  private final class Gathering implements Runnable {
    private final EventLoop loop;
    private boolean due;

    Gathering(EventLoop loop) {
      this.loop = loop;
    }

    void announceLater() {
      if (due) {
        return;
      }
      if (loop.isShuttingDown()) {
        announce();
        return;
      }
      due = true;
      loop.execute(this);
    }

    @Override
    public void run() {
      due = false;
      announce();
    }
  }

  private final class Worker implements Runnable {
    final Thread thread;

    // Guarded by the list of idle workers.
    private boolean idle;

    Worker(int number) {
      thread = new Thread(this, "valence-worker-" + number);
      thread.setDaemon(true);
    }

    @Override
    public void run() {
      do {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          taken.incrementAndGet();
          runOne(task);
        }
      } while (sleep());
    }

    private void runOne(Runnable task) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }

    /** Waits for work; false when the thread is not needed any more. */
    private boolean sleep() {
      synchronized (Workers.this.idle) {
        idle = true;
        Workers.this.idle.addLast(this);
        awake.decrementAndGet();
      }
      // Whoever added a task before it saw this thread awake is seen here; whoever does so later
      // wakes it.
      if (!tasks.isEmpty() && awake.get() == 0) {
        wakeOne();
      }
      long end = System.nanoTime() + KEEP_ALIVE_NANOS;
      while (true) {
        synchronized (Workers.this.idle) {
          if (!idle) {
            return true;
          }
          if (closed || end - System.nanoTime() <= 0) {
            Workers.this.idle.remove(this);
            threads--;
            return false;
          }
        }
        LockSupport.parkNanos(Workers.this, end - System.nanoTime());
      }
    }
  }
}
