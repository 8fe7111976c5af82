package dev.valence.internal.download;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Whose turn it is: so many downloads run, the others wait in order. Any thread. */
final class DownloadQueue {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int most;
  private int running;

  DownloadQueue(int most) {
    this.most = most;
  }

  synchronized int most() {
    return most;
  }

  void most(int now) {
    synchronized (this) {
      most = now;
    }
    startNext();
  }

  /** Runs the action when it is the download's turn; it then counts until {@link #leave}. */
  void enter(Runnable start) {
    synchronized (this) {
      waiting.add(start);
    }
    startNext();
  }

  /** Counts from now on, whether there is room or not: it runs already. */
  synchronized void enterAtOnce() {
    running++;
  }

  /** Counts no more. */
  void leave() {
    synchronized (this) {
      running--;
    }
    startNext();
  }

  /** Waits no more; says false where it did not. */
  synchronized boolean giveUp(Runnable start) {
    return waiting.remove(start);
  }

  private void startNext() {
    List<Runnable> next = new ArrayList<>();
    synchronized (this) {
      while (running < most && !waiting.isEmpty()) {
        running++;
        next.add(waiting.remove());
      }
    }
    next.forEach(Runnable::run);
  }
}
