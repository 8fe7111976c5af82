package dev.valence.net.internal.throttle;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** The time by which a line moves bytes. */
interface LineClock {
  /** As {@link System#nanoTime}. */
  long nanos();

  /** Runs the task once, on the line's thread, so many nanoseconds from now. */
  void after(long nanos, Runnable task);

  static LineClock of(EventLoop loop) {
    return new LineClock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void after(long nanos, Runnable task) {
        loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
      }
    };
  }
}
