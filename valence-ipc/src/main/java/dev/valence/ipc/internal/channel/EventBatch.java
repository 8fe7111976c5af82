package dev.valence.ipc.internal.channel;

import dev.valence.event.dispatch.EventThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a link's thread has for the event thread, handed over together: waking a thread for each of
 * many small messages would cost more than the messages. Used by one thread.
 */
public final class EventBatch implements Executor {
  private static final int MOST = 256;

  private final EventThread events;
  private List<Runnable> tasks = new ArrayList<>();

  /** An empty batch. */
  public EventBatch(EventThread events) {
    this.events = events;
  }

  /** Adds a task behind those before. */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (tasks.size() >= MOST) {
      flush();
    }
  }

  /** Hands over what there is. */
  public void flush() {
    if (tasks.isEmpty()) {
      return;
    }
    if (tasks.size() == 1) {
      events.execute(tasks.get(0));
      tasks.clear();
      return;
    }
    List<Runnable> together = tasks;
    tasks = new ArrayList<>();
    events.execute(() -> runAll(together));
  }

  private void runAll(List<Runnable> together) {
    for (Runnable task : together) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        events.report("a task of the event thread", e);
      }
    }
  }
}
