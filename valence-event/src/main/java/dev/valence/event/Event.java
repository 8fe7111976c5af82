package dev.valence.event;

/** What the first argument of some listeners is: tells whether a listener took the matter over. */
public final class Event {
  private volatile boolean defaultPrevented;

  public Event() {}

  /** What would follow the event by itself shall not. Counts for events that say so. */
  public void preventDefault() {
    defaultPrevented = true;
  }

  /** Whether a listener called {@link #preventDefault}. */
  public boolean defaultPrevented() {
    return defaultPrevented;
  }
}
