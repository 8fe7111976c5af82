package dev.valence.ipc.internal.channel;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * At most one handler for each channel. For any thread.
 *
 * @param <H> the handlers
 */
public final class Handlers<H> {
  private record Entry<H>(H handler, boolean once) {}

  private final ConcurrentHashMap<String, Entry<H>> entries = new ConcurrentHashMap<>();

  /**
   * Sets the handler of a channel.
   *
   * @throws IllegalStateException with Electron's text, when there is one
   * @throws IllegalArgumentException with Electron's text, for null
   */
  public void add(String channel, @Nullable H handler, boolean once) {
    ChannelName.check(channel);
    if (handler == null) {
      throw new IllegalArgumentException(
          "Expected handler to be a function, but found type 'object'");
    }
    if (entries.putIfAbsent(channel, new Entry<>(handler, once)) != null) {
      throw new IllegalStateException(
          "Attempted to register a second handler for '" + channel + "'");
    }
  }

  /** Removes the handler of a channel, if there is one. */
  public void remove(String channel) {
    entries.remove(channel);
  }

  /**
   * The handler that is to answer a call now; null where there is none. One for once is gone then.
   */
  public @Nullable H take(String channel) {
    Entry<H> entry = entries.get(channel);
    if (entry == null) {
      return null;
    }
    // Taken by this call or by another that came in between.
    return !entry.once || entries.remove(channel, entry) ? entry.handler : take(channel);
  }
}
