package dev.valence.net.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import org.junit.jupiter.api.Test;

class ShortWaitsTest {
  private static final int SLEEP = SelectStrategy.SELECT;
  private static final int STAY_AWAKE = SelectStrategy.CONTINUE;
  private static final long SHORT = ShortWaits.SHORT_NANOS;
  private static final long LOOK = 1_000;

  private long now = Long.MAX_VALUE - 100_000;
  private int ready;
  private int looks;
  private int gaveWay;
  private final ShortWaits waits = new ShortWaits(() -> now, () -> gaveWay++);
  private final IntSupplier select =
      () -> {
        looks++;
        return ready;
      };

  private int turn(boolean hasTasks) throws Exception {
    return waits.calculateStrategy(select, hasTasks);
  }

  private void sleeps(int times, long nanos) throws Exception {
    for (int i = 0; i < times; i++) {
      assertThat(turn(false)).as("turn %d", i).isEqualTo(SLEEP);
      now += nanos;
    }
  }

  @Test
  void longWaitsAreSlept() throws Exception {
    sleeps(200, SHORT + 1);
    assertThat(looks).isZero();
    assertThat(gaveWay).isZero();
  }

  @Test
  void afterAHabitOfShortWaitsItStaysAwake() throws Exception {
    sleeps(ShortWaits.HABIT, SHORT);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
    now += LOOK;
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
    ready = 2;
    now += LOOK;
    assertThat(turn(false)).isEqualTo(2);
    assertThat(gaveWay).isEqualTo(2);
    ready = 0;
    assertThat(turn(false)).as("the next wait").isEqualTo(STAY_AWAKE);
  }

  @Test
  void oneLongWaitBreaksTheHabit() throws Exception {
    sleeps(ShortWaits.HABIT - 1, SHORT);
    sleeps(1, SHORT + 1);
    sleeps(ShortWaits.HABIT, SHORT);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
  }

  @Test
  void aWaitThatBecomesLongIsSleptOn() throws Exception {
    sleeps(ShortWaits.HABIT, LOOK);
    for (long waited = 0; waited <= SHORT; waited += LOOK) {
      assertThat(turn(false)).as("after %d ns", waited).isEqualTo(STAY_AWAKE);
      now += LOOK;
    }
    sleeps(ShortWaits.HABIT, LOOK);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
  }

  @Test
  void whoIsDisplacedLeavesTheProcessorToOthersForLonger() throws Exception {
    sleeps(ShortWaits.HABIT, LOOK);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
    now += ShortWaits.DISPLACED_NANOS + 1;
    sleeps(ShortWaits.HABIT_WHERE_BUSY, LOOK);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
  }

  @Test
  void aLongWaitDoesNotShortenTheTimeForOthers() throws Exception {
    sleeps(ShortWaits.HABIT, LOOK);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
    now += ShortWaits.DISPLACED_NANOS + 1;
    sleeps(1, SHORT + 1);
    sleeps(ShortWaits.HABIT_WHERE_BUSY, LOOK);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
  }

  @Test
  void tasksAreRunAtOnceAndSocketsLookedAt() throws Exception {
    ready = 3;
    assertThat(turn(true)).isEqualTo(3);
    ready = 0;
    assertThat(turn(true)).isZero();
  }

  @Test
  void whatCameMeanwhileIsTakenAndTheDisplacementRemembered() throws Exception {
    sleeps(ShortWaits.HABIT, LOOK);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
    now += ShortWaits.DISPLACED_NANOS + 1;
    assertThat(turn(true)).isZero();
    sleeps(ShortWaits.HABIT_WHERE_BUSY, LOOK);
    assertThat(turn(false)).isEqualTo(STAY_AWAKE);
  }
}
