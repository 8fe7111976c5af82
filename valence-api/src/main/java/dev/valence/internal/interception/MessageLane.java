package dev.valence.internal.interception;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits in one direction of a WebSocket: one job at a time, in order, also while it waits for
 * an answer. Any thread.
 */
final class MessageLane {
  /** Something to do in its turn. */
  interface Job {
    /**
     * Begins it.
     *
     * @param done to be run once, from any thread, when the next may begin
     */
    void begin(Runnable done);

    /** It will never begin. */
    default void discard() {}
  }

  private final ArrayDeque<Job> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean running;
  private boolean closed;

  /** Adds a job at the end. */
  void add(Job job) {
    synchronized (this) {
      if (!closed) {
        waiting.add(job);
        job = null;
      }
    }
    if (job != null) {
      job.discard();
    } else {
      run();
    }
  }

  /** Begins no more jobs; later ones are discarded, too. */
  void close() {
    List<Job> left;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(waiting);
      waiting.clear();
    }
    left.forEach(Job::discard);
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private void run() {
    while (true) {
      Job next;
      synchronized (this) {
        // A job that is done within its begin comes back here: this loop goes on with the next.
        if (busy || running || waiting.isEmpty()) {
          return;
        }
        next = waiting.remove();
        busy = true;
        running = true;
      }
      try {
        next.begin(this::done);
      } finally {
        synchronized (this) {
          running = false;
        }
      }
    }
  }

  private void done() {
    synchronized (this) {
      busy = false;
    }
    run();
  }
}
