package dev.valence.event;

import java.util.Objects;

/**
 * The name of an event, and the shape of its listeners. Each class that emits events has its types
 * as constants, such as {@code ClientRequest.RESPONSE}.
 *
 * @param <L> the functional interface of its listeners
 */
public final class EventType<L> {
  private final String name;

  private EventType(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /** A new type; two types of the same name are not the same. */
  public static <L> EventType<L> of(String name) {
    return new EventType<>(name);
  }

  /** Electron's string for the event, such as {@code response}. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return "EventType[" + name + "]";
  }
}
