package dev.valence.internal.websocket;

import dev.valence.event.EventType;
import dev.valence.event.dispatch.Listeners;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Event handler attributes such as {@code onopen} (HTML standard §8.1.8.1): a handler that takes
 * the place of another keeps its place among the listeners; null gives the place up.
 */
final class Handlers {
  /**
   * The place of a handler among the listeners.
   *
   * @param <L> the kind of listener
   */
  static final class Slot<L> {
    private volatile @Nullable L handler;
    private @Nullable L listener;

    /** Calls the present handler. */
    void run(Consumer<L> call) {
      L present = handler;
      if (present != null) {
        call.accept(present);
      }
    }
  }

  private final Listeners listeners;
  private final Map<EventType<?>, Slot<?>> slots = new HashMap<>();

  Handlers(Listeners listeners) {
    this.listeners = listeners;
  }

  synchronized <L> @Nullable L get(EventType<L> type) {
    return slot(type).handler;
  }

  /**
   * Sets a handler.
   *
   * @param listening makes the listener that calls the handler of its slot
   */
  synchronized <L> void set(
      EventType<L> type, @Nullable L handler, Function<Slot<L>, L> listening) {
    Slot<L> slot = slot(type);
    slot.handler = handler;
    L listener = slot.listener;
    if (handler == null && listener != null) {
      slot.listener = null;
      listeners.remove(type, listener);
    } else if (handler != null && listener == null) {
      L made = listening.apply(slot);
      slot.listener = made;
      listeners.add(type, made, false);
    }
  }

  private <L> Slot<L> slot(EventType<L> type) {
    // A type has one kind of listener, and only this makes slots.
    @SuppressWarnings("unchecked")
    Slot<L> slot = (Slot<L>) slots.computeIfAbsent(type, unused -> new Slot<L>());
    return slot;
  }
}
