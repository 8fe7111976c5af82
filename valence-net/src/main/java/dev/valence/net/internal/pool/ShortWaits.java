package dev.valence.net.internal.pool;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How an event loop waits for its sockets and tasks. It sleeps, unless the last waits were so short
 * that to be woken costs more than they do: then it stays awake, as long as such waits last. One
 * that becomes longer ends that, and so does another thread that needs the processor.
 *
 * <p>A program that talks to a peer on the same machine, message by message, is answered sooner;
 * one that hears something now and then pays nothing. Confined to the loop's thread.
 */
final class ShortWaits implements SelectStrategy {
  /** What a sleep costs, roughly: the way into it, a halted processor, the way back. */
  static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /**
   * So long without a look: another thread has had the processor, and did not give it back soon.
   */
  static final long DISPLACED_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** So many short waits in a row, then others are expected. */
  static final int HABIT = 16;

  /**
   * So many after the processor was needed elsewhere. A thread that gives way to one that computes
   * may not get the processor back for milliseconds, where one that sleeps is let in at once.
   */
  static final int HABIT_WHERE_BUSY = 1_000;

  private enum State {
    AT_WORK,
    AWAKE,
    ASLEEP
  }

  private final LongSupplier nanoTime;
  private final Runnable giveWay;
  private State state = State.AT_WORK;
  private long since;
  private long lastLook;

  /** How many short waits are to come before the loop stays awake. */
  private int missing = HABIT;

  /**
   * Waits of one loop.
   *
   * @param giveWay called between two looks
   */
  ShortWaits(LongSupplier nanoTime, Runnable giveWay) {
    this.nanoTime = nanoTime;
    this.giveWay = giveWay;
  }

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    long now = nanoTime.getAsLong();
    learn(now);
    if (hasTasks) {
      state = State.AT_WORK;
      return selectNow.get();
    }
    if (missing == 0) {
      int ready = selectNow.get();
      if (ready > 0) {
        state = State.AT_WORK;
        return ready;
      }
      if (state == State.AT_WORK) {
        state = State.AWAKE;
        since = now;
      }
      lastLook = nanoTime.getAsLong();
      giveWay.run();
      return CONTINUE;
    }
    state = State.ASLEEP;
    since = now;
    return SELECT;
  }

  /** What the wait so far tells of those to come. */
  private void learn(long now) {
    boolean isShort = now - since <= SHORT_NANOS;
    if (state == State.ASLEEP) {
      // The work that the wait ended with counts to it: a busy loop has no need to hurry.
      state = State.AT_WORK;
      missing = isShort ? Math.max(0, missing - 1) : Math.max(HABIT, missing);
    } else if (state == State.AWAKE && now - lastLook > DISPLACED_NANOS) {
      missing = HABIT_WHERE_BUSY;
    } else if (state == State.AWAKE && !isShort) {
      missing = HABIT;
    }
  }
}
