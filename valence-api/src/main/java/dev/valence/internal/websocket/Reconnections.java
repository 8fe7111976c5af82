package dev.valence.internal.websocket;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The WebSockets of a session that wait for their next attempt. Any thread. */
public final class Reconnections implements AutoCloseable {
  /** What rings after a time. */
  public interface Alarm {
    /**
     * Sets it.
     *
     * @return stops it
     * @throws RejectedExecutionException when it is too late for alarms
     */
    Runnable set(Duration time, Runnable ring);

    /** The time since some moment, in nanoseconds. */
    long nanoTime();
  }

  /** One that waits. */
  final class Wait {
    private final Runnable then;
    private final Consumer<NetException> ended;
    private volatile Runnable stop = () -> {};

    private Wait(Runnable then, Consumer<NetException> ended) {
      this.then = then;
      this.ended = ended;
    }

    /** Ends the wait; false when it is over already. */
    boolean cancel() {
      stop.run();
      return take(this);
    }
  }

  private final Alarm alarm;
  private final Set<Wait> waiting = new HashSet<>();
  private boolean closed;

  public Reconnections(Alarm alarm) {
    this.alarm = alarm;
  }

  long nanoTime() {
    return alarm.nanoTime();
  }

  /**
   * Waits.
   *
   * @param then called when the time is over
   * @param ended called instead when the session ends before
   */
  Wait await(Duration time, Runnable then, Consumer<NetException> ended) {
    Wait wait = new Wait(then, ended);
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        waiting.add(wait);
      }
    }
    if (!late) {
      try {
        wait.stop =
            alarm.set(
                time,
                () -> {
                  if (take(wait)) {
                    then.run();
                  }
                });
      } catch (RejectedExecutionException e) {
        late = take(wait);
      }
    }
    if (late) {
      ended.accept(shutDown());
    }
    return wait;
  }

  private synchronized boolean take(Wait wait) {
    return waiting.remove(wait);
  }

  private static NetException shutDown() {
    return new NetException(NetError.CONTEXT_SHUT_DOWN, "the session has ended", null);
  }

  /** Those that wait will not connect again. */
  @Override
  public void close() {
    List<Wait> left;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(waiting);
      waiting.clear();
    }
    for (Wait wait : left) {
      wait.stop.run();
      wait.ended.accept(shutDown());
    }
  }
}
