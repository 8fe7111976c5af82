package dev.valence.internal.interception;

import dev.valence.event.dispatch.EventThread;
import dev.valence.interception.Interceptor;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question to one interceptor: asked on the event thread, answered by any, within its time.
 *
 * @param <A> the kind of action
 */
final class Asking<A> {
  private final EventLoop loop;
  private final EventThread events;
  private final Interceptor interceptor;
  private final Consumer<A> then;
  private final Consumer<NetException> otherwise;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile @Nullable ScheduledFuture<?> timer;

  /**
   * A question.
   *
   * @param then takes the action
   * @param otherwise takes what keeps it from coming
   */
  Asking(
      EventLoop loop,
      EventThread events,
      Interceptor interceptor,
      Consumer<A> then,
      Consumer<NetException> otherwise) {
    this.loop = loop;
    this.events = events;
    this.interceptor = interceptor;
    this.then = then;
    this.otherwise = otherwise;
  }

  void ask(Supplier<@Nullable CompletionStage<A>> question) {
    Duration limit = interceptor.timeout();
    if (!limit.isZero()) {
      try {
        timer = loop.schedule(() -> timedOut(limit), limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException ended) {
        return;
      }
    }
    events.execute(() -> askNow(question));
  }

  private void askNow(Supplier<@Nullable CompletionStage<A>> question) {
    CompletionStage<A> stage;
    try {
      stage = question.get();
    } catch (RuntimeException | Error e) {
      failed(e);
      return;
    }
    if (stage == null) {
      failed(new NullPointerException("the interceptor gave null instead of a future"));
      return;
    }
    stage.whenComplete(this::answered);
  }

  private void answered(@Nullable A action, @Nullable Throwable failure) {
    if (failure != null) {
      Throwable cause = failure.getCause();
      failed(failure instanceof CompletionException && cause != null ? cause : failure);
    } else if (action == null) {
      failed(new NullPointerException("the interceptor gave null instead of an action"));
    } else if (settle()) {
      then.accept(action);
    }
  }

  private void failed(Throwable thrown) {
    events.report("an interceptor", thrown);
    if (settle()) {
      otherwise.accept(new NetException(NetError.FAILED, "an interceptor failed", thrown));
    }
  }

  private void timedOut(Duration limit) {
    if (settle()) {
      otherwise.accept(
          new NetException(
              NetError.TIMED_OUT,
              "an interceptor did not answer within " + limit.toMillis() + " ms",
              null));
    }
  }

  private boolean settle() {
    ScheduledFuture<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
    return settled.compareAndSet(false, true);
  }
}
