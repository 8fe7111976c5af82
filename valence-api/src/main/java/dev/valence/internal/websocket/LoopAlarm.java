package dev.valence.internal.websocket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Alarms of a network thread, which does no more than pass them on. */
public final class LoopAlarm implements Reconnections.Alarm {
  private final EventLoop loop;

  public LoopAlarm(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public Runnable set(Duration time, Runnable ring) {
    ScheduledFuture<?> timer = loop.schedule(ring, time.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
