package dev.valence.event.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A thread that gives many tasks in a turn wakes the event thread once. */
class EventThreadGatheringTest {
  private final ArrayDeque<Runnable> turn = new ArrayDeque<>();
  private final ArrayDeque<Runnable> executor = new ArrayDeque<>();
  private final List<Integer> ran = new ArrayList<>();
  private final EventThread events = new EventThread(executor::add, null);

  private void endTurn() {
    for (Runnable next = turn.poll(); next != null; next = turn.poll()) {
      next.run();
    }
  }

  private void runExecutor() {
    for (Runnable next = executor.poll(); next != null; next = executor.poll()) {
      next.run();
    }
  }

  @Test
  void tasksOfATurnAreAnnouncedOnceAtItsEnd() {
    events.gatherOn(turn::add);
    endTurn();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      events.execute(() -> ran.add(number));
    }
    assertThat(executor).isEmpty();
    assertThat(turn).hasSize(1);

    endTurn();
    assertThat(executor).hasSize(1);
    runExecutor();
    assertThat(ran).isEqualTo(IntStream.range(0, 1_000).boxed().toList());

    events.execute(() -> ran.add(-1));
    endTurn();
    runExecutor();
    assertThat(ran).endsWith(-1).hasSize(1_001);
  }

  @Test
  void anotherThreadsTaskBringsThoseBeforeItAlong() throws Exception {
    events.gatherOn(turn::add);
    endTurn();
    events.execute(() -> ran.add(1));
    CountDownLatch given = new CountDownLatch(1);
    new Thread(
            () -> {
              events.execute(() -> ran.add(2));
              given.countDown();
            })
        .start();
    assertThat(given.await(60, TimeUnit.SECONDS)).isTrue();

    runExecutor();
    assertThat(ran).containsExactly(1, 2);
  }

  @Test
  void aLoopThatHasEndedDelaysNothing() {
    events.gatherOn(
        task -> {
          if (turn.isEmpty() && ran.isEmpty()) {
            ran.add(0);
            task.run();
          } else {
            throw new RejectedExecutionException();
          }
        });
    events.execute(() -> ran.add(1));
    runExecutor();
    assertThat(ran).containsExactly(0, 1);
  }

  @Test
  void aTaskMayGiveTasks() {
    events.execute(
        () -> {
          ran.add(1);
          events.execute(() -> ran.add(2));
        });
    runExecutor();
    assertThat(ran).containsExactly(1, 2);
  }
}
