package dev.valence.net.internal.cache.disk;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds back, in order, what needs to know what the folder holds, until it has been read. Confined
 * to the network thread.
 */
final class FolderGate {
  private enum State {
    NEW,
    READING,
    READY,
    /** There is no folder to work with. */
    BROKEN,
    CLOSED
  }

  private final Runnable reading;
  private final List<Runnable> waiting = new ArrayList<>();
  private State state = State.NEW;

  /** A gate; {@code reading} begins to read the folder, when that is needed. */
  FolderGate(Runnable reading) {
    this.reading = reading;
  }

  /** Runs the task when the folder has been read, or cannot be; at once where that is known. */
  void whenRead(Runnable task) {
    switch (state) {
      case READY, BROKEN, CLOSED -> task.run();
      case NEW, READING -> {
        waiting.add(task);
        if (state == State.NEW) {
          state = State.READING;
          reading.run();
        }
      }
    }
  }

  /** Whether the folder has been read and can be worked with. */
  boolean isReady() {
    return state == State.READY;
  }

  boolean isReading() {
    return state == State.READING;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Whether nothing can be stored any more. */
  boolean isOver() {
    return state == State.BROKEN || state == State.CLOSED;
  }

  /** The folder has been read, or it cannot be used. */
  void open(boolean usable) {
    state = usable ? State.READY : State.BROKEN;
    List<Runnable> tasks = List.copyOf(waiting);
    waiting.clear();
    tasks.forEach(Runnable::run);
  }

  void close() {
    state = State.CLOSED;
  }
}
