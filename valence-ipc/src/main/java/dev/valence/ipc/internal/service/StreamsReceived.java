package dev.valence.ipc.internal.service;

import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.value.JsObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ports that came ahead of their calls, until these come. Used on the event thread and others. */
final class StreamsReceived {
  /** Calls follow at once, so that more than these are of callers that never make them. */
  private static final int MOST_WAITING = 256;

  private record Key(int sender, String key) {}

  private final Map<Key, List<MessagePortMain>> waiting = new LinkedHashMap<>();

  /** Ports have come. */
  void arrived(int sender, @Nullable Object key, List<MessagePortMain> ports) {
    List<MessagePortMain> unwanted = ports;
    if (key instanceof String text && text.length() <= 100) {
      synchronized (this) {
        List<MessagePortMain> before = waiting.put(new Key(sender, text), ports);
        unwanted = before == null ? List.of() : before;
        if (waiting.size() > MOST_WAITING) {
          Key eldest = waiting.keySet().iterator().next();
          unwanted = waiting.remove(eldest);
        }
      }
    }
    unwanted.forEach(MessagePortMain::close);
  }

  /** The ports of a call: those under the key that the first of its markers names. */
  synchronized List<MessagePortMain> take(int sender, Iterable<@Nullable Object> args) {
    for (Object arg : args) {
      if (arg instanceof JsObject marker && marker.get("stream") instanceof String key) {
        List<MessagePortMain> ports = waiting.remove(new Key(sender, key));
        return ports == null ? List.of() : ports;
      }
    }
    return List.of();
  }

  /** The port that a marker stands for; null when it stands for none. */
  static @Nullable MessagePortMain port(@Nullable Object marker, List<MessagePortMain> ports) {
    return marker instanceof JsObject object
            && object.get("port") instanceof Integer index
            && index >= 0
            && index < ports.size()
        ? ports.get(index)
        : null;
  }

  /** No call comes any more. */
  void close() {
    List<List<MessagePortMain>> left;
    synchronized (this) {
      left = List.copyOf(waiting.values());
      waiting.clear();
    }
    left.forEach(ports -> ports.forEach(MessagePortMain::close));
  }
}
