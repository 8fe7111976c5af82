package dev.valence.net.cookie.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be written, gathered into batches: of several changes of one cookie the last one
 * counts. Any thread adds, one thread takes.
 */
final class PendingChanges {
  /**
   * What is to be written at once.
   *
   * @param changes the changes, one for each cookie
   * @param flushes wait for these changes to be durable
   * @param last whether nothing comes after
   */
  record Batch(
      Map<CookieChange.Identity, CookieChange> changes,
      List<CompletableFuture<Void>> flushes,
      boolean last) {}

  private final long gatherMillis;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private Map<CookieChange.Identity, CookieChange> changes = new LinkedHashMap<>();
  private List<CompletableFuture<Void>> flushes = new ArrayList<>();
  private boolean closing;
  private boolean closed;

  /**
   * @param gatherMillis how long the first change of a batch waits for others
   */
  PendingChanges(long gatherMillis) {
    this.gatherMillis = gatherMillis;
  }

  /** Adds a change. One that only notes an access gives way to any other of the same cookie. */
  void add(CookieChange change) {
    lock.lock();
    try {
      if (change.kind() == CookieChange.Kind.TOUCH) {
        changes.putIfAbsent(change.identity(), change);
      } else {
        changes.put(change.identity(), change);
      }
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Completes when the changes added so far are durable. */
  CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        done.completeExceptionally(closedFailure());
      } else {
        flushes.add(done);
        work.signal();
      }
    } finally {
      lock.unlock();
    }
    return done;
  }

  /** Makes the next batch the last. */
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for changes, gathers a little, and takes them all. A flush does not wait. */
  Batch take() {
    lock.lock();
    try {
      await();
      Batch batch = new Batch(changes, flushes, closing);
      changes = new LinkedHashMap<>();
      flushes = new ArrayList<>();
      closed = closing;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held. */
  private void await() {
    try {
      while (changes.isEmpty() && flushes.isEmpty() && !closing) {
        work.await();
      }
      long left = TimeUnit.MILLISECONDS.toNanos(gatherMillis);
      while (left > 0 && flushes.isEmpty() && !closing) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Nobody but a dying host interrupts this thread: write what there is, then end.
      closing = true;
    }
  }

  /** Puts a batch that could not be written below what came since, and waits before it returns. */
  void retryLater(Batch batch, long waitMillis) {
    lock.lock();
    try {
      batch.changes().putAll(changes);
      changes = batch.changes();
      long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
      while (left > 0 && !closing) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      closing = true;
    } finally {
      lock.unlock();
    }
  }

  private static IllegalStateException closedFailure() {
    return new IllegalStateException("The cookie store is closed");
  }
}
