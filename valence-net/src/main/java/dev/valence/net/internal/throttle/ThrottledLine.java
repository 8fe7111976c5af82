package dev.valence.net.internal.throttle;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a line: so many bytes a second, in turn for all who have some to move, so that
 * each gets the same share. Confined to one thread.
 */
final class ThrottledLine {
  /** Somebody with bytes to move. */
  interface Mover {
    /**
     * Moves some bytes.
     *
     * @return how many; 0 when there is nothing to move now: it asks for another turn then
     */
    int move(int mostBytes);
  }

  /** A turn moves what the line carries in this time, within bounds. */
  private static final double TURN_SECONDS = 0.01;

  private static final int SMALLEST_TURN = 512;
  private static final int LARGEST_TURN = 64 * 1024;

  /** How late a timer may be without loss of throughput. */
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final LineClock clock;
  private final ArrayDeque<Mover> round = new ArrayDeque<>();
  private double bytesPerSecond;
  private long freeAt;
  private boolean waiting;
  private boolean pumping;

  /**
   * @param bytesPerSecond 0 for no limit
   */
  ThrottledLine(LineClock clock, double bytesPerSecond) {
    this.clock = clock;
    this.bytesPerSecond = bytesPerSecond;
    this.freeAt = clock.nanos();
  }

  /** Another speed, for what is under way, too. */
  void speed(double newBytesPerSecond) {
    bytesPerSecond = newBytesPerSecond;
    freeAt = clock.nanos();
    // A timer of the old speed may be far off; that it comes some day does no harm.
    waiting = false;
    pump();
  }

  /** The mover wants a turn. It must not be in the round already. */
  void enter(Mover mover) {
    round.addLast(mover);
    pump();
  }

  /** The mover wants no turn any more. */
  void leave(Mover mover) {
    round.remove(mover);
  }

  /** Bytes were moved outside of a turn. */
  void charge(int bytes) {
    if (bytesPerSecond > 0) {
      freeAt =
          Math.max(freeAt, clock.nanos() - SLACK_NANOS)
              + (long) (bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1));
    }
  }

  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (!round.isEmpty()) {
        long wait = bytesPerSecond > 0 ? freeAt - clock.nanos() : 0;
        if (wait > 0) {
          await(wait);
          return;
        }
        Mover mover = round.removeFirst();
        int moved = mover.move(turn());
        if (moved > 0) {
          charge(moved);
          round.addLast(mover);
        }
      }
    } finally {
      pumping = false;
    }
  }

  private void await(long nanos) {
    if (!waiting) {
      waiting = true;
      clock.after(
          nanos,
          () -> {
            waiting = false;
            pump();
          });
    }
  }

  private int turn() {
    if (bytesPerSecond <= 0) {
      return LARGEST_TURN;
    }
    double share = bytesPerSecond * TURN_SECONDS;
    return (int) Math.max(SMALLEST_TURN, Math.min(LARGEST_TURN, share));
  }
}
