package dev.valence.net.cookie;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets calls through once the store is loaded. Those that come before wait in a queue, without
 * holding a thread, and run in their order on top of what was loaded.
 */
final class LoadGate {
  private enum State {
    LOADING,
    OPEN,
    FAILED,
    CLOSED
  }

  private record Waiting<T>(CompletableFuture<T> result, Supplier<T> call) {
    void run() {
      try {
        result.complete(call.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  private final CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final Object lock = new Object();
  private List<Waiting<?>> waiting = new ArrayList<>();
  private volatile State state = State.LOADING;

  /** Runs the waiting calls and lets later ones straight through. */
  void open() {
    while (true) {
      List<Waiting<?>> calls;
      synchronized (lock) {
        calls = waiting;
        waiting = new ArrayList<>();
        if (calls.isEmpty()) {
          state = State.OPEN;
          break;
        }
      }
      calls.forEach(Waiting::run);
    }
    loaded.complete(null);
  }

  /** Fails the waiting calls and all later ones. */
  void fail(Exception cause) {
    List<Waiting<?>> calls;
    synchronized (lock) {
      state = State.FAILED;
      calls = waiting;
      waiting = new ArrayList<>();
    }
    loaded.completeExceptionally(cause);
    calls.forEach(call -> call.result().completeExceptionally(cause));
  }

  /** Fails later calls; has no effect while loading. */
  void close() {
    synchronized (lock) {
      if (state != State.LOADING) {
        state = State.CLOSED;
      }
    }
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isLoaded() {
    return loaded.isDone() && !loaded.isCompletedExceptionally();
  }

  CompletableFuture<Void> loaded() {
    return loaded.copy();
  }

  void requireLoaded() {
    if (!isLoaded()) {
      throw new IllegalStateException("The cookie store is not loaded yet; wait for loaded()");
    }
  }

  /** Runs a call now, or in its turn when the store is loaded. */
  <T> CompletableFuture<T> call(Supplier<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    synchronized (lock) {
      if (state == State.LOADING) {
        waiting.add(new Waiting<>(result, call));
        return result;
      }
    }
    switch (state) {
      case FAILED -> {
        return loaded.thenCompose(unused -> result);
      }
      case CLOSED ->
          result.completeExceptionally(new IllegalStateException("The cookie store is closed"));
      default -> new Waiting<>(result, call).run();
    }
    return result;
  }
}
