package dev.valence.event;

/**
 * Something that emits events, in Node's manner.
 *
 * <p>Every listener runs on the event thread of its {@code Valence}: one at a time, in the order of
 * the events and, for one event, in the order in which the listeners were added; never inside the
 * call that caused the event. A listener that throws is reported (see {@code
 * Valence.Builder.uncaughtExceptionHandler}); the others still run. The methods here may be called
 * from any thread. A listener that is added after its event was emitted hears nothing of it: add
 * listeners first, or do it all on the event thread.
 */
public interface EventEmitter {
  /**
   * Adds a listener.
   *
   * @throws IllegalArgumentException when this emitter never emits the event
   */
  <L> EventEmitter on(EventType<L> type, L listener);

  /** Adds a listener that hears the event once. */
  <L> EventEmitter once(EventType<L> type, L listener);

  /** Removes the listener as it was last added; no effect when it is not there. */
  <L> EventEmitter off(EventType<L> type, L listener);

  /** The same as {@link #on}, by its other name in Node. */
  default <L> EventEmitter addListener(EventType<L> type, L listener) {
    return on(type, listener);
  }

  /** The same as {@link #off}, by its other name in Node. */
  default <L> EventEmitter removeListener(EventType<L> type, L listener) {
    return off(type, listener);
  }

  /** Removes every listener of one event. */
  EventEmitter removeAllListeners(EventType<?> type);

  /** Removes every listener of every event. */
  EventEmitter removeAllListeners();

  /** How many listeners the event has. */
  int listenerCount(EventType<?> type);
}
