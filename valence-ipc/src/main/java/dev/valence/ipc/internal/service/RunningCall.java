package dev.valence.ipc.internal.service;

import dev.valence.ipc.message.InvokeCall;
import dev.valence.ipc.service.ServiceCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A call while an implementation answers it; knows what to stop when the caller gives up. */
public final class RunningCall implements ServiceCall {
  private static final ThreadLocal<@Nullable RunningCall> CURRENT = new ThreadLocal<>();

  private final InvokeCall invocation;
  private volatile boolean cancelled;
  private @Nullable Thread interruptible;
  private @Nullable CompletableFuture<?> returned;

  RunningCall(InvokeCall invocation) {
    this.invocation = invocation;
    invocation.onCancel(this::cancel);
  }

  /** The call that this thread is answering. */
  public static RunningCall current() {
    RunningCall call = CURRENT.get();
    if (call == null) {
      throw new IllegalStateException("This thread is not answering a call of a service");
    }
    return call;
  }

  /** What a method of the implementation is run as. */
  interface Body {
    @Nullable Object run() throws Throwable;
  }

  /**
   * Runs the method on this thread.
   *
   * @param mayInterrupt whether the thread is interrupted when the caller gives up
   */
  @Nullable Object run(Body body, boolean mayInterrupt) throws Throwable {
    RunningCall before = CURRENT.get();
    CURRENT.set(this);
    if (mayInterrupt) {
      synchronized (this) {
        interruptible = Thread.currentThread();
      }
    }
    try {
      return body.run();
    } finally {
      if (mayInterrupt) {
        endInterruptible();
      }
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  private void endInterruptible() {
    synchronized (this) {
      interruptible = null;
      if (cancelled) {
        // The interrupt was for this call; the executor's next task shall not have it.
        Thread.interrupted();
      }
    }
  }

  /** The method has returned this; it is cancelled when the caller gives up. */
  void returned(CompletionStage<?> stage) {
    CompletableFuture<?> future;
    try {
      future = stage.toCompletableFuture();
    } catch (UnsupportedOperationException e) {
      // A stage that cannot be cancelled.
      return;
    }
    synchronized (this) {
      returned = future;
      if (!cancelled) {
        return;
      }
    }
    future.cancel(true);
  }

  private void cancel() {
    CompletableFuture<?> future;
    synchronized (this) {
      cancelled = true;
      future = returned;
      if (interruptible != null) {
        interruptible.interrupt();
      }
    }
    if (future != null) {
      future.cancel(true);
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled || invocation.isCancelled();
  }

  @Override
  public void onCancel(Runnable task) {
    invocation.onCancel(task);
  }

  @Override
  public <E> E event(Class<E> type) {
    return type.cast(invocation);
  }

  void progress(@Nullable Object value) {
    invocation.progress(value);
  }
}
