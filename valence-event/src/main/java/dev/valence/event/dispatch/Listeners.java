package dev.valence.event.dispatch;

import dev.valence.event.EventType;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners of one emitter. Adding and removing: any thread. Emitting: the event thread. */
public final class Listeners {
  private record Entry(EventType<?> type, Object listener, boolean once) {}

  private static final Entry[] NONE = new Entry[0];

  private final EventThread thread;
  private final String owner;
  private final EventType<?>[] types;
  private volatile Entry[] entries = NONE;

  /**
   * The listeners of an emitter.
   *
   * @param owner what the emitter is, for messages
   * @param types what it emits
   */
  public Listeners(EventThread thread, String owner, EventType<?>... types) {
    this.thread = thread;
    this.owner = owner;
    this.types = types;
  }

  public EventThread thread() {
    return thread;
  }

  /** Adds a listener at the end. */
  public synchronized void add(EventType<?> type, Object listener, boolean once) {
    Objects.requireNonNull(listener, "listener");
    check(type);
    Entry[] longer = Arrays.copyOf(entries, entries.length + 1);
    longer[entries.length] = new Entry(type, listener, once);
    entries = longer;
  }

  /** As {@link #add}, unless the same listener is there already (DOM standard §2.7). */
  public synchronized void addIfAbsent(EventType<?> type, Object listener) {
    for (Entry entry : entries) {
      if (entry.type == type && entry.listener.equals(listener)) {
        return;
      }
    }
    add(type, listener, false);
  }

  /** Removes the newest entry of this listener. */
  public synchronized void remove(EventType<?> type, Object listener) {
    check(type);
    for (int i = entries.length - 1; i >= 0; i--) {
      if (entries[i].type == type && entries[i].listener.equals(listener)) {
        removeAt(i);
        return;
      }
    }
  }

  public synchronized void removeAll(EventType<?> type) {
    check(type);
    entries = Arrays.stream(entries).filter(e -> e.type != type).toArray(Entry[]::new);
  }

  public synchronized void removeAll() {
    entries = NONE;
  }

  public int count(EventType<?> type) {
    int count = 0;
    for (Entry entry : entries) {
      if (entry.type == type) {
        count++;
      }
    }
    return count;
  }

  public boolean has(EventType<?> type) {
    for (Entry entry : entries) {
      if (entry.type == type) {
        return true;
      }
    }
    return false;
  }

  /** Emits later, on the event thread. */
  public <L> void post(EventType<L> type, Consumer<L> call) {
    thread.execute(() -> emit(type, call));
  }

  /**
   * Calls the listeners now; only on the event thread.
   *
   * @return whether there was one
   */
  public <L> boolean emit(EventType<L> type, Consumer<L> call) {
    boolean heard = false;
    for (Entry entry : entries) {
      if (entry.type != type || (entry.once && !take(entry))) {
        continue;
      }
      heard = true;
      try {
        // The type says what its listeners are, and add() takes no others.
        @SuppressWarnings("unchecked")
        L listener = (L) entry.listener;
        call.accept(listener);
      } catch (RuntimeException | Error e) {
        thread.report("a listener of " + owner + " '" + type.name() + "'", e);
      }
    }
    return heard;
  }

  /** Removes this very entry; false when another has done so. */
  private synchronized boolean take(Entry entry) {
    for (int i = 0; i < entries.length; i++) {
      if (entries[i] == entry) {
        removeAt(i);
        return true;
      }
    }
    return false;
  }

  private void removeAt(int index) {
    Entry[] shorter = new Entry[entries.length - 1];
    System.arraycopy(entries, 0, shorter, 0, index);
    System.arraycopy(entries, index + 1, shorter, index, shorter.length - index);
    entries = shorter;
  }

  private void check(@Nullable EventType<?> type) {
    Objects.requireNonNull(type, "type");
    for (EventType<?> known : types) {
      if (known == type) {
        return;
      }
    }
    throw new IllegalArgumentException(owner + " has no event '" + type.name() + "'");
  }
}
