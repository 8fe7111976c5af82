package dev.valence.ipc.service;

import dev.valence.ipc.internal.service.RunningCall;

/**
 * The call that a method of an implementation is answering: who calls, and whether the caller still
 * wants to know.
 *
 * <p>
 *
 * {@snippet :
 * public CompletableFuture<Report> report(String month) {
 *   ServiceCall call = ServiceCall.current();
 *   return CompletableFuture.supplyAsync(() -> {
 *     for (Part part : parts(month)) {
 *       if (call.isCancelled()) { throw new CancellationException(); }
 *       …
 *     }
 *   });
 * }
 * }
 */
public interface ServiceCall {
  /**
   * The call that this thread is answering: within a method of the implementation, until it
   * returns. What goes on elsewhere keeps the object.
   *
   * @throws IllegalStateException when it is answering none
   */
  static ServiceCall current() {
    return RunningCall.current();
  }

  /** Whether the caller has given up: cancelled, run into its deadline, or ended. */
  boolean isCancelled();

  /**
   * Runs a task when the caller gives up; at once when it has. It runs on any thread and must not
   * block. A future that the method has returned is cancelled without it, and a thread of the
   * executor that the service was exposed with is interrupted.
   */
  void onCancel(Runnable task);

  /**
   * The event of the underlying invocation, such as {@code IpcMainInvokeEvent} in the main process:
   * it says who calls.
   *
   * @throws ClassCastException when it is of another class
   */
  <E> E event(Class<E> type);
}
