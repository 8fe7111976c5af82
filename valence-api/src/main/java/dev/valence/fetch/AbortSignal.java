package dev.valence.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells operations that they shall end (DOM §3.2). Any thread. */
public final class AbortSignal {
  /** Takes a listener back. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private @Nullable Throwable reason;
  private List<Runnable> listeners = List.of();

  AbortSignal() {}

  /** A signal that is aborted already. */
  public static AbortSignal aborted(Throwable reason) {
    AbortSignal signal = new AbortSignal();
    signal.abort(reason);
    return signal;
  }

  /** A signal that aborts after this time, with a {@link TimeoutException} as the reason. */
  public static AbortSignal timeout(Duration limit) {
    AbortSignal signal = new AbortSignal();
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> signal.abort(new TimeoutException("aborted after " + limit.toMillis() + " ms")));
    return signal;
  }

  /** A signal that aborts as soon as one of these does, with its reason. */
  public static AbortSignal any(AbortSignal... sources) {
    AbortSignal signal = new AbortSignal();
    for (AbortSignal source : sources) {
      source.onAbort(() -> signal.abort(Objects.requireNonNull(source.reason())));
    }
    return signal;
  }

  public synchronized boolean aborted() {
    return reason != null;
  }

  /** Why it was aborted; null while it is not. */
  public synchronized @Nullable Throwable reason() {
    return reason;
  }

  /**
   * Adds a listener, called once: on the thread that aborts, or at once where that has happened.
   *
   * @return takes the listener back
   */
  public Registration onAbort(Runnable listener) {
    Objects.requireNonNull(listener, "listener");
    synchronized (this) {
      if (reason == null) {
        List<Runnable> more = new ArrayList<>(listeners);
        more.add(listener);
        listeners = more;
        return () -> remove(listener);
      }
    }
    listener.run();
    return () -> {};
  }

  private synchronized void remove(Runnable listener) {
    List<Runnable> fewer = new ArrayList<>(listeners);
    fewer.removeIf(candidate -> candidate == listener);
    listeners = fewer;
  }

  void abort(Throwable why) {
    Objects.requireNonNull(why, "reason");
    List<Runnable> told;
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = why;
      told = listeners;
      listeners = List.of();
    }
    told.forEach(Runnable::run);
  }
}
