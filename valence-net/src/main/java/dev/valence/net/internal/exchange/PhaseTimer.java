package dev.valence.net.internal.exchange;

import dev.valence.net.NetTimeoutException.Phase;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches one phase at a time. A phase without a limit costs nothing; a phase that is often touched
 * costs one task for each time its limit passes. Confined to the network thread.
 */
public final class PhaseTimer {
  /** Called when a limit has passed. */
  public interface Alarm {
    void onTimeout(Phase phase, Duration limit);
  }

  private final EventExecutor loop;
  private final Alarm alarm;
  private @Nullable Phase phase;
  private Duration limit = Duration.ZERO;
  private long lastTouch;
  private boolean paused;
  private @Nullable ScheduledFuture<?> task;

  public PhaseTimer(EventExecutor loop, Alarm alarm) {
    this.loop = loop;
    this.alarm = alarm;
  }

  /** Ends the phase before and begins this one. */
  public void start(Phase newPhase, Duration newLimit) {
    stop();
    if (newLimit.isZero()) {
      return;
    }
    phase = newPhase;
    limit = newLimit;
    paused = false;
    lastTouch = System.nanoTime();
    schedule(newLimit.toNanos());
  }

  /** Something happened: the limit counts from now. */
  public void touch() {
    if (phase != null) {
      lastTouch = System.nanoTime();
    }
  }

  /** Time does not count: it is the reader who is slow. */
  public void pause() {
    paused = true;
  }

  /** Time counts again, from now. */
  public void resume() {
    paused = false;
    touch();
  }

  /** Ends the phase. */
  public void stop() {
    phase = null;
    if (task != null) {
      task.cancel(false);
      task = null;
    }
  }

  private void schedule(long nanos) {
    task = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
  }

  private void check() {
    Phase current = phase;
    if (current == null) {
      return;
    }
    long left = lastTouch + limit.toNanos() - System.nanoTime();
    if (paused) {
      schedule(limit.toNanos());
    } else if (left > 0) {
      schedule(left);
    } else {
      phase = null;
      task = null;
      alarm.onTimeout(current, limit);
    }
  }
}
