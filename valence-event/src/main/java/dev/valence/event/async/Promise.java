package dev.valence.event.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future that a thread which others wait for can settle without running anybody's code.
 *
 * <p>Settling and completing are two steps. {@link #settle} fixes the outcome. A thread that waits
 * in {@code join} or {@code get} is woken at once and completes the future itself; where none
 * waits, or where others depend on the future, a worker completes it, and so dependents run there.
 * Everything that {@link CompletableFuture} does with a completed future is left to it.
 *
 * @param <T> the result
 */
public class Promise<T> extends CompletableFuture<T> implements Runnable {
  private static final VarHandle OUTCOME;

  static {
    try {
      OUTCOME = MethodHandles.lookup().findVarHandle(Promise.class, "outcome", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The outcome null. */
  private static final Object NOTHING = new Object();

  private record Failure(Throwable cause) {}

  /** A result that is made into one of the right type where the future is completed. */
  private record Raw(Object material) {}

  /** A thread that waits; a list. */
  private static final class Waiter {
    final @Nullable Waiter next;
    volatile @Nullable Thread thread = Thread.currentThread();

    Waiter(@Nullable Waiter next) {
      this.next = next;
    }
  }

  private final Executor workers;

  /** Null or the {@link Waiter}s while unsettled; then the outcome, which never changes again. */
  private volatile @Nullable Object outcome;

  /**
   * A promise.
   *
   * @param workers where dependents run
   */
  public Promise(Executor workers) {
    this.workers = workers;
  }

  /**
   * Fixes the result, from any thread; runs no foreign code.
   *
   * @return false when there was an outcome before
   */
  public final boolean settle(@Nullable T result) {
    return publish(result == null ? NOTHING : result);
  }

  /** As {@link #settle}, with a failure. */
  public final boolean settleFailure(Throwable cause) {
    return publish(new Failure(cause));
  }

  /**
   * As {@link #settle}, with something that {@link #refine} makes the result of, on another thread.
   */
  protected final boolean settleRaw(Object material) {
    return publish(new Raw(material));
  }

  /**
   * Makes the result of what {@link #settleRaw} got. May run twice at the same time.
   *
   * @throws Exception what the future fails with
   */
  protected @Nullable T refine(Object material) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Whether there is an outcome, perhaps not yet completed. */
  public final boolean isSettled() {
    return isOutcome(outcome);
  }

  /**
   * Called once where somebody but the owner completed or cancelled the future. Does nothing here.
   */
  protected void onAbandoned() {}

  private boolean publish(Object result) {
    Object before = exchange(result);
    if (isOutcome(before)) {
      return false;
    }
    boolean woken = wake((Waiter) before);
    if (!woken || getNumberOfDependents() > 0) {
      workers.execute(this);
    }
    return true;
  }

  /** Completes what is settled. For the workers. */
  @Override
  public final void run() {
    Object result = outcome;
    if (result != null && isOutcome(result)) {
      completeAs(result);
    }
  }

  /** Sets the outcome where there is none. Returns what was there before. */
  private @Nullable Object exchange(Object result) {
    while (true) {
      Object before = outcome;
      if (isOutcome(before) || OUTCOME.compareAndSet(this, before, result)) {
        return before;
      }
    }
  }

  private static boolean wake(@Nullable Waiter first) {
    boolean any = false;
    for (Waiter waiter = first; waiter != null; waiter = waiter.next) {
      Thread thread = waiter.thread;
      if (thread != null) {
        any = true;
        LockSupport.unpark(thread);
      }
    }
    return any;
  }

  private static boolean isOutcome(@Nullable Object value) {
    return value != null && !(value instanceof Waiter);
  }

  private boolean completeAs(Object result) {
    if (result instanceof Failure failure) {
      return super.completeExceptionally(failure.cause);
    }
    if (result instanceof Raw raw) {
      try {
        return super.complete(refine(raw.material));
      } catch (Exception | Error e) {
        return super.completeExceptionally(e);
      }
    }
    return super.complete(this.<T>unwrap(result));
  }

  // The outcome is NOTHING or what settle() or complete() was given. CompletableFuture takes null.
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  private <V> V unwrap(Object result) {
    return result == NOTHING ? null : (V) result;
  }

  /**
   * Completes the future on this thread, unless others' code depends on it: then a worker does so.
   */
  private void finish() {
    if (super.isDone()) {
      return;
    }
    if (getNumberOfDependents() > 0) {
      workers.execute(this);
    } else {
      run();
    }
  }

  /**
   * Waits for the outcome.
   *
   * @param limit nanoseconds, 0 for none
   * @return whether it is there
   */
  private boolean await(boolean interruptible, long limit) throws InterruptedException {
    if (isOutcome(outcome)) {
      return true;
    }
    Waiter waiter = enqueue();
    if (waiter == null) {
      return true;
    }
    Blocker blocker = new Blocker(interruptible, limit);
    try {
      if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
        ForkJoinPool.managedBlock(blocker);
      } else {
        while (!blocker.isReleasable()) {
          blocker.block();
        }
      }
    } finally {
      // settle() either sees this null, or this thread sees the outcome below and completes it.
      waiter.thread = null;
    }
    boolean settled = isOutcome(outcome);
    if (blocker.interrupted && (settled || !interruptible)) {
      Thread.currentThread().interrupt();
    }
    if (settled) {
      return true;
    }
    forgetLeftWaiters();
    if (blocker.interrupted) {
      throw new InterruptedException();
    }
    return false;
  }

  /** Adds the current thread to the waiters; null when there is an outcome. */
  private @Nullable Waiter enqueue() {
    while (true) {
      Object before = outcome;
      if (isOutcome(before)) {
        return null;
      }
      Waiter waiter = new Waiter((Waiter) before);
      if (OUTCOME.compareAndSet(this, before, waiter)) {
        return waiter;
      }
    }
  }

  /**
   * Drops the waiters at the head that have left, so that polling with a time-out keeps no list.
   */
  private void forgetLeftWaiters() {
    while (true) {
      Object before = outcome;
      if (!(before instanceof Waiter first) || first.thread != null) {
        return;
      }
      OUTCOME.compareAndSet(this, before, first.next);
    }
  }

  private final class Blocker implements ForkJoinPool.ManagedBlocker {
    private final boolean interruptible;
    private final boolean timed;
    private final long deadline;
    private boolean interrupted;

    Blocker(boolean interruptible, long limit) {
      this.interruptible = interruptible;
      this.timed = limit != 0;
      this.deadline = System.nanoTime() + limit;
    }

    @Override
    public boolean block() {
      if (timed) {
        LockSupport.parkNanos(Promise.this, deadline - System.nanoTime());
      } else {
        LockSupport.park(Promise.this);
      }
      return isReleasable();
    }

    @Override
    public boolean isReleasable() {
      if (isOutcome(outcome)) {
        return true;
      }
      if (Thread.interrupted()) {
        interrupted = true;
      }
      return (interrupted && interruptible) || (timed && deadline - System.nanoTime() <= 0);
    }
  }

  @Override
  public final T join() {
    if (!super.isDone()) {
      try {
        await(false, 0);
      } catch (InterruptedException e) {
        throw new AssertionError("not interruptible", e);
      }
      finish();
    }
    try {
      return super.join();
    } catch (CancellationException cancelled) {
      throw asSettled(cancelled);
    }
  }

  @Override
  public final T get() throws InterruptedException, ExecutionException {
    if (!super.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      await(true, 0);
      finish();
    }
    try {
      return super.get();
    } catch (CancellationException cancelled) {
      throw asSettled(cancelled);
    }
  }

  @Override
  public final T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!super.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long limit = unit.toNanos(timeout);
      if (!isOutcome(outcome) && (limit <= 0 || !await(true, limit))) {
        throw new TimeoutException("not done within " + timeout + " " + unit);
      }
      finish();
    }
    try {
      return super.get();
    } catch (CancellationException cancelled) {
      throw asSettled(cancelled);
    }
  }

  /** JDK 23 and newer wrap a cancellation at each get and join; the one that settled it counts. */
  private static CancellationException asSettled(CancellationException thrown) {
    boolean wrapper = thrown.getClass() == CancellationException.class;
    return wrapper && thrown.getCause() instanceof CancellationException settled ? settled : thrown;
  }

  @Override
  public final boolean complete(T value) {
    return completeFromOutside(value == null ? NOTHING : value);
  }

  @Override
  public final boolean completeExceptionally(Throwable cause) {
    if (cause == null) {
      throw new NullPointerException("cause");
    }
    return completeFromOutside(new Failure(cause));
  }

  @Override
  public final boolean cancel(boolean mayInterruptIfRunning) {
    return completeFromOutside(new Failure(new CancellationException())) || super.isCancelled();
  }

  private boolean completeFromOutside(Object result) {
    Object before = exchange(result);
    if (before != null && isOutcome(before)) {
      completeAs(before);
      return false;
    }
    completeAs(result);
    wake((Waiter) before);
    onAbandoned();
    return true;
  }

  @Override
  public final void obtrudeValue(T value) {
    complete(value);
    super.obtrudeValue(value);
  }

  @Override
  public final void obtrudeException(Throwable cause) {
    completeExceptionally(cause);
    super.obtrudeException(cause);
  }

  @Override
  public final CompletableFuture<T> completeAsync(
      Supplier<? extends T> supplier, Executor executor) {
    executor.execute(
        () -> {
          if (isSettled()) {
            return;
          }
          try {
            complete(supplier.get());
          } catch (RuntimeException | Error e) {
            completeExceptionally(new CompletionException(e));
          }
        });
    return this;
  }
}
