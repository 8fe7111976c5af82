package dev.valence.ipc.message;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call as its handler sees it. For any thread. */
public interface InvokeCall {
  /**
   * Whether nobody waits for the answer any more: the caller cancelled, its deadline is over, or
   * its process has ended. What the handler gives then is dropped. Nothing is interrupted.
   */
  boolean isCancelled();

  /**
   * Runs an action on the event thread when the call is cancelled; soon, when it already was;
   * never, when it has been answered.
   */
  void onCancel(Runnable action);

  /**
   * Tells the caller a value, a copy made now; heard by the listener of its {@link InvokeOptions}.
   * Does nothing once the call is answered or cancelled.
   *
   * @throws dev.valence.ipc.clone.DataCloneException when it cannot be cloned
   */
  void progress(@Nullable Object value);

  /** What was left of the caller's time when the call came; empty where it has any. */
  Optional<Duration> timeLeft();
}
