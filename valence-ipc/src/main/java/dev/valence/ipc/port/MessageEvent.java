package dev.valence.ipc.port;

import dev.valence.ipc.mapping.JsToJava;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that a port has received: the only argument of its event.
 *
 * @param data the receiver's own copy, of the types of {@code dev.valence.ipc.value}
 * @param ports the ports that came with it, not started; never null
 */
public record MessageEvent(@Nullable Object data, List<MessagePortMain> ports) {
  /** The event of a message; the list is copied. */
  public MessageEvent {
    ports = List.copyOf(ports);
  }

  /**
   * The data as a class of Java's: {@code event.dataAs(User.class)}.
   *
   * @throws dev.valence.ipc.mapping.ValueMappingException when it is none
   */
  public <T> @Nullable T dataAs(Class<T> type) {
    return JsToJava.as(data, type);
  }
}
