package dev.valence.net.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BinaryOperator;

/**
 * What waits to be written to a file, gathered into batches of one change for each thing. Any
 * thread adds, one thread takes.
 *
 * @param <K> tells which thing is changed
 * @param <C> a change
 */
public final class PendingWrites<K, C> {
  /**
   * What is to be written at once.
   *
   * @param changes the changes, one for each thing
   * @param flushes wait for these changes to be durable
   * @param last whether nothing comes after
   */
  public record Batch<K, C>(
      Map<K, C> changes, List<CompletableFuture<Void>> flushes, boolean last) {
    /** Tells those who wait that all is written. */
    public void succeed() {
      flushes.forEach(flush -> flush.complete(null));
    }

    /** Tells those who wait that it could not be written. */
    public void fail(Exception why) {
      flushes.forEach(flush -> flush.completeExceptionally(why));
    }
  }

  private final long gatherMillis;
  private final BinaryOperator<C> ofTwo;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private Map<K, C> changes = new LinkedHashMap<>();
  private List<CompletableFuture<Void>> flushes = new ArrayList<>();
  private boolean closing;
  private boolean closed;

  /**
   * Nothing waits yet.
   *
   * @param gatherMillis how long the first change of a batch waits for others
   * @param ofTwo what an earlier and a later change of the same thing come to
   */
  public PendingWrites(long gatherMillis, BinaryOperator<C> ofTwo) {
    this.gatherMillis = gatherMillis;
    this.ofTwo = ofTwo;
  }

  /** Adds a change. */
  public void add(K key, C change) {
    lock.lock();
    try {
      changes.merge(key, change, ofTwo);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Completes when the changes added so far are durable; fails with an {@code
   * IllegalStateException} when the last batch has been taken.
   */
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        done.completeExceptionally(
            new IllegalStateException("Nothing is written any more: this was closed"));
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
  public void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for changes, gathers a little, and takes them all. A flush does not wait. */
  public Batch<K, C> take() {
    lock.lock();
    try {
      await();
      Batch<K, C> batch = new Batch<>(changes, flushes, closing);
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

  /** Takes a batch back that could not be written, and waits before it returns. */
  public void retryLater(Batch<K, C> batch, long waitMillis) {
    lock.lock();
    try {
      Map<K, C> since = changes;
      changes = batch.changes();
      since.forEach((key, change) -> changes.merge(key, change, ofTwo));
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
}
