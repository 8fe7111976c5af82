package dev.valence.internal.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.event.async.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromiseTest {
  private static final int WAIT_SECONDS = 20;

  private final Workers workers = new Workers();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    workers.close();
    threads.shutdownNow();
  }

  /** An executor that never runs anything: only a waiting thread can complete the future. */
  private static final Executor NOBODY = task -> {};

  @Test
  void aWaitingThreadCompletesTheFutureItself() throws Exception {
    Promise<String> promise = new Promise<>(NOBODY);
    Future<String> joined = threads.submit(promise::join);
    awaitParked(promise, 1);
    promise.settle("done");
    assertThat(joined.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("done");
    assertThat(promise).isDone();
  }

  @Test
  void whoComesAfterSettlingNeedsNoWorker() {
    Promise<String> promise = new Promise<>(NOBODY);
    promise.settle("done");
    assertThat(promise.isDone()).isFalse();
    assertThat(promise.join()).isEqualTo("done");
    assertThat(promise.isDone()).isTrue();
  }

  @Test
  void withoutAWaiterAWorkerCompletes() throws Exception {
    Promise<String> promise = new Promise<>(workers);
    CompletableFuture<String> thread =
        promise.thenApply(value -> value + " on " + Thread.currentThread().getName());
    promise.settle("done");
    assertThat(thread.get(WAIT_SECONDS, TimeUnit.SECONDS)).startsWith("done on valence-worker-");
  }

  @Test
  void dependentsNeverRunOnTheThreadThatSettles() throws Exception {
    for (int i = 0; i < 200; i++) {
      Promise<Integer> promise = new Promise<>(workers);
      CompletableFuture<Thread> ran = promise.thenApply(value -> Thread.currentThread());
      Future<Integer> waiter = threads.submit(promise::join);
      CompletableFuture<Thread> settler = new CompletableFuture<>();
      threads.execute(
          () -> {
            promise.settle(1);
            settler.complete(Thread.currentThread());
          });
      assertThat(ran.get(WAIT_SECONDS, TimeUnit.SECONDS))
          .isNotSameAs(settler.get(WAIT_SECONDS, TimeUnit.SECONDS));
      assertThat(waiter.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void combinatorsSeeASettledPromise() throws Exception {
    Promise<String> one = new Promise<>(workers);
    Promise<String> other = new Promise<>(workers);
    CompletableFuture<Void> all = CompletableFuture.allOf(one, other);
    CompletableFuture<Object> any = CompletableFuture.anyOf(one, other);
    one.settle("a");
    assertThat(any.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("a");
    other.settle("b");
    all.get(WAIT_SECONDS, TimeUnit.SECONDS);
    // And those that come later:
    CompletableFuture.allOf(one, other).get(WAIT_SECONDS, TimeUnit.SECONDS);
    assertThat(one.thenCombine(other, String::concat).get(WAIT_SECONDS, TimeUnit.SECONDS))
        .isEqualTo("ab");
    assertThat(
            CompletableFuture.completedFuture(1)
                .thenCompose(unused -> one)
                .get(WAIT_SECONDS, TimeUnit.SECONDS))
        .isEqualTo("a");
  }

  @Test
  void failuresArriveAsWithAnyFuture() {
    Promise<String> promise = new Promise<>(workers);
    promise.settleFailure(new IllegalStateException("broken"));
    assertThatThrownBy(promise::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(promise::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(promise.isCompletedExceptionally()).isTrue();
    assertThat(promise.isCancelled()).isFalse();
  }

  @Test
  void nullIsAResult() throws Exception {
    Promise<String> promise = new Promise<>(workers);
    promise.settle(null);
    assertThat(promise.get(WAIT_SECONDS, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void theFirstOutcomeCounts() {
    Promise<String> promise = new Promise<>(workers);
    assertThat(promise.settle("first")).isTrue();
    assertThat(promise.settle("second")).isFalse();
    assertThat(promise.complete("third")).isFalse();
    assertThat(promise.completeExceptionally(new RuntimeException())).isFalse();
    assertThat(promise.cancel(true)).isFalse();
    assertThat(promise.join()).isEqualTo("first");
  }

  @Test
  void cancellingTellsTheOwnerOnce() {
    AtomicInteger abandoned = new AtomicInteger();
    Promise<String> promise =
        new Promise<>(workers) {
          @Override
          protected void onAbandoned() {
            abandoned.incrementAndGet();
          }
        };
    assertThat(promise.cancel(true)).isTrue();
    assertThat(promise.cancel(true)).isTrue();
    assertThat(promise.settle("late")).isFalse();
    assertThat(abandoned).hasValue(1);
    assertThat(promise.isCancelled()).isTrue();
    assertThatThrownBy(promise::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void completingFromOutsideWakesWaiters() throws Exception {
    Promise<String> promise = new Promise<>(NOBODY);
    Future<String> joined = threads.submit(promise::join);
    Future<String> got = threads.submit(() -> promise.get(WAIT_SECONDS, TimeUnit.SECONDS));
    awaitParked(promise, 2);
    promise.complete("by hand");
    assertThat(joined.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("by hand");
    assertThat(got.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("by hand");
  }

  @Test
  void completeAsyncAndOrTimeoutWakeWaiters() throws Exception {
    Promise<String> promise = new Promise<>(workers);
    Future<String> joined = threads.submit(promise::join);
    awaitParked(promise, 1);
    promise.completeAsync(() -> "supplied", threads);
    assertThat(joined.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("supplied");

    Promise<String> late = new Promise<>(workers);
    assertThatThrownBy(() -> late.orTimeout(10, TimeUnit.MILLISECONDS).get())
        .hasCauseInstanceOf(TimeoutException.class);
    Promise<String> replaced = new Promise<>(workers);
    assertThat(replaced.completeOnTimeout("in time", 10, TimeUnit.MILLISECONDS).get())
        .isEqualTo("in time");
  }

  @Test
  void aTimedOutWaiterLeavesTheCompletionToAWorker() throws Exception {
    Promise<String> promise = new Promise<>(workers);
    assertThatThrownBy(() -> promise.get(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    CompletableFuture<String> later = promise.thenApply(value -> value);
    promise.settle("done");
    assertThat(later.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("done");
  }

  @Test
  void interruptsEndGetButNotJoin() throws Exception {
    Promise<String> promise = new Promise<>(workers);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread getter =
        new Thread(
            () -> {
              try {
                promise.get();
                flag.complete(false);
              } catch (InterruptedException e) {
                flag.complete(true);
              } catch (ExecutionException e) {
                flag.completeExceptionally(e);
              }
            });
    CompletableFuture<String> joined = new CompletableFuture<>();
    Thread joiner =
        new Thread(
            () -> {
              String result = promise.join();
              joined.complete(result + " " + Thread.currentThread().isInterrupted());
            });
    getter.start();
    joiner.start();
    awaitParked(promise, 2);
    getter.interrupt();
    joiner.interrupt();
    assertThat(flag.get(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    promise.settle("done");
    assertThat(joined.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("done true");
  }

  @Test
  void theResultMayBeRefinedOnTheThreadThatWaits() {
    Promise<Integer> promise =
        new Promise<>(NOBODY) {
          {
            settleRaw("41");
          }

          @Override
          protected Integer refine(Object material) {
            return Integer.parseInt((String) material) + 1;
          }
        };
    assertThat(promise.join()).isEqualTo(42);
    Promise<Integer> broken =
        new Promise<>(NOBODY) {
          {
            settleRaw("no number");
          }

          @Override
          protected Integer refine(Object material) {
            return Integer.parseInt((String) material);
          }
        };
    assertThatThrownBy(broken::join).hasCauseInstanceOf(NumberFormatException.class);
  }

  @Test
  void moreBlockedWorkersThanThreadsStillFinish() throws Exception {
    int depth = 40;
    List<Promise<Integer>> chain = new ArrayList<>();
    for (int i = 0; i <= depth; i++) {
      chain.add(new Promise<>(workers));
    }
    for (int i = 0; i < depth; i++) {
      int at = i;
      workers.execute(() -> chain.get(at).settle(chain.get(at + 1).join() + 1));
    }
    chain.get(depth).settle(0);
    assertThat(chain.get(0).get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(depth);
  }

  /** Settling, waiting, timing out, interrupting, cancelling and depending, all at once. */
  @Test
  void everyWaiterAndDependentHearsOfEveryOutcome() throws Exception {
    int rounds = 20_000;
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      for (int round = 0; round < rounds; round++) {
        Promise<Integer> promise = new Promise<>(workers);
        CountDownLatch go = new CountDownLatch(1);
        int wanted = round;
        boolean cancels = round % 16 == 0;
        pool.execute(
            () -> {
              await(go);
              if (!promise.settle(wanted) && !cancels) {
                throw new AssertionError("settled before");
              }
            });
        Future<?> waiter =
            pool.submit(
                () -> {
                  await(go);
                  check(promise, wanted, promise::join);
                });
        Future<?> timed =
            pool.submit(
                () -> {
                  await(go);
                  while (true) {
                    try {
                      long nanos = ThreadLocalRandom.current().nextInt(1, 20_000);
                      promise.get(nanos, TimeUnit.NANOSECONDS);
                      return null;
                    } catch (TimeoutException again) {
                      continue;
                    } catch (CancellationException e) {
                      return null;
                    }
                  }
                });
        Future<CompletableFuture<Integer>> dependent =
            pool.submit(
                () -> {
                  await(go);
                  return promise.handle((value, failure) -> failure == null ? value : wanted);
                });
        if (cancels) {
          pool.execute(
              () -> {
                await(go);
                promise.cancel(true);
              });
        }
        go.countDown();
        waiter.get(WAIT_SECONDS, TimeUnit.SECONDS);
        timed.get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(
                dependent.get(WAIT_SECONDS, TimeUnit.SECONDS).get(WAIT_SECONDS, TimeUnit.SECONDS))
            .isEqualTo(wanted);
        CompletableFuture.allOf(promise).handle((v, f) -> null).get(WAIT_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void check(
      Promise<Integer> promise, int wanted, java.util.function.Supplier<Integer> join) {
    try {
      assertThat(join.get()).isEqualTo(wanted);
    } catch (CancellationException e) {
      assertThat(promise.isCancelled()).isTrue();
    }
    assertThat(promise.isDone()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until so many threads are parked on the promise. */
  private static void awaitParked(Promise<?> promise, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (System.nanoTime() < deadline) {
      long parked =
          Thread.getAllStackTraces().keySet().stream()
              .filter(
                  thread -> java.util.concurrent.locks.LockSupport.getBlocker(thread) == promise)
              .count();
      if (parked >= count) {
        return;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("nobody waits");
  }
}
