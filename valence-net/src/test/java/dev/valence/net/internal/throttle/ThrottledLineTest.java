package dev.valence.net.internal.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A line by a clock that only runs when told to. */
class ThrottledLineTest {
  private final FakeClock clock = new FakeClock();

  @Test
  void aLineCarriesWhatItsSpeedSays() {
    ThrottledLine line = new ThrottledLine(clock, 100_000);
    Load load = new Load(1_000_000);

    line.enter(load);
    clock.advanceMillis(5_000);

    assertThat((double) load.moved).isCloseTo(500_000, within(2_000.0));
  }

  @Test
  void allOnTheLineGetTheSameShare() {
    ThrottledLine line = new ThrottledLine(clock, 90_000);
    List<Load> loads = List.of(new Load(1_000_000), new Load(1_000_000), new Load(1_000_000));

    loads.forEach(line::enter);
    clock.advanceMillis(10_000);

    for (Load load : loads) {
      assertThat((double) load.moved).isCloseTo(300_000, within(2_000.0));
    }
  }

  @Test
  void whoIsDoneLeavesTheLineToTheOthers() {
    ThrottledLine line = new ThrottledLine(clock, 100_000);
    Load small = new Load(10_000);
    Load large = new Load(1_000_000);

    line.enter(large);
    line.enter(small);
    clock.advanceMillis(1_000);

    assertThat(small.moved).isEqualTo(10_000);
    assertThat((double) large.moved).isCloseTo(90_000, within(2_000.0));
  }

  @Test
  void timersThatComeLateCostNoThroughput() {
    clock.lateNanos = TimeUnit.MILLISECONDS.toNanos(15);
    ThrottledLine line = new ThrottledLine(clock, 10_000_000);
    Load load = new Load(100_000_000);

    line.enter(load);
    clock.advanceMillis(2_000);

    assertThat((double) load.moved).isCloseTo(20_000_000, within(400_000.0));
  }

  @Test
  void anIdleLineDoesNotSaveUp() {
    ThrottledLine line = new ThrottledLine(clock, 100_000);
    clock.advanceMillis(60_000);
    Load load = new Load(1_000_000);

    line.enter(load);
    clock.advanceMillis(1_000);

    assertThat((double) load.moved).isCloseTo(100_000, within(7_000.0));
  }

  @Test
  void aNewSpeedCountsAtOnce() {
    ThrottledLine line = new ThrottledLine(clock, 1);
    Load load = new Load(1_000_000);
    line.enter(load);

    line.speed(100_000);
    clock.advanceMillis(1_000);
    assertThat((double) load.moved).isCloseTo(100_000, within(7_000.0));

    line.speed(0);
    assertThat(load.moved).isEqualTo(1_000_000);
  }

  /** Somebody with so many bytes. */
  private static final class Load implements ThrottledLine.Mover {
    private int left;
    private int moved;

    Load(int bytes) {
      left = bytes;
    }

    @Override
    public int move(int mostBytes) {
      int bytes = Math.min(left, mostBytes);
      left -= bytes;
      moved += bytes;
      return bytes;
    }
  }

  private static final class FakeClock implements LineClock {
    private record Timer(long at, Runnable task) {}

    private final PriorityQueue<Timer> timers =
        new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private long now;
    private long lateNanos;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
      timers.add(new Timer(now + nanos + lateNanos, task));
    }

    void advanceMillis(long millis) {
      long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
      while (!timers.isEmpty() && timers.peek().at <= end) {
        Timer due = timers.remove();
        now = due.at;
        due.task.run();
      }
      now = end;
    }
  }
}
