package dev.valence.ipc.internal.channel;

import dev.valence.event.dispatch.EventThread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Listeners by channel. Adding and removing: any thread. Emitting: the event thread.
 *
 * @param <L> the listeners
 */
public final class ChannelListeners<L> {
  private record Entry<L>(L listener, boolean once) {}

  private final EventThread events;
  private final String owner;

  /** Lists are replaced, never changed. */
  private final Map<String, List<Entry<L>>> channels = new LinkedHashMap<>();

  /** No listeners yet; the owner's name is for reports of what they throw. */
  public ChannelListeners(EventThread events, String owner) {
    this.events = events;
    this.owner = owner;
  }

  /** Adds a listener at the end. */
  public synchronized void add(String channel, L listener, boolean once) {
    Objects.requireNonNull(listener, "listener");
    List<Entry<L>> longer = new ArrayList<>(entries(ChannelName.check(channel)));
    longer.add(new Entry<>(listener, once));
    channels.put(channel, longer);
  }

  /** Removes the newest entry of a listener. */
  public synchronized void remove(String channel, L listener) {
    List<Entry<L>> entries = entries(channel);
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).listener.equals(listener)) {
        removeAt(channel, i);
        return;
      }
    }
  }

  /** Removes the listeners of a channel. */
  public synchronized void removeAll(String channel) {
    channels.remove(channel);
  }

  /** Removes all listeners. */
  public synchronized void removeAll() {
    channels.clear();
  }

  /** How many listeners a channel has. */
  public synchronized int count(String channel) {
    return entries(channel).size();
  }

  /** The channels with listeners; a copy. */
  public synchronized Set<String> names() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(channels.keySet()));
  }

  /**
   * Calls the listeners of a channel.
   *
   * @return whether there was one
   */
  public boolean emit(String channel, Consumer<L> call) {
    List<Entry<L>> entries;
    synchronized (this) {
      entries = entries(channel);
    }
    boolean heard = false;
    for (Entry<L> entry : entries) {
      if (entry.once && !take(channel, entry)) {
        continue;
      }
      heard = true;
      try {
        call.accept(entry.listener);
      } catch (RuntimeException | Error e) {
        events.report("a listener of " + owner + " for the channel '" + channel + "'", e);
      }
    }
    return heard;
  }

  /** Removes this very entry; false when another has done so. */
  private synchronized boolean take(String channel, Entry<L> entry) {
    List<Entry<L>> entries = entries(channel);
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) == entry) {
        removeAt(channel, i);
        return true;
      }
    }
    return false;
  }

  private List<Entry<L>> entries(String channel) {
    return channels.getOrDefault(channel, List.of());
  }

  private void removeAt(String channel, int index) {
    List<Entry<L>> shorter = new ArrayList<>(entries(channel));
    shorter.remove(index);
    if (shorter.isEmpty()) {
      channels.remove(channel);
    } else {
      channels.put(channel, shorter);
    }
  }
}
