package dev.valence.interception;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.websocket.WebSocketMessage;
import java.util.List;
import java.util.Objects;

/** What an interceptor does with a message of a WebSocket. Immutable. */
public sealed interface MessageAction {
  /** The message goes on as it is. */
  static MessageAction proceed() {
    return Proceed.AS_IT_IS;
  }

  /**
   * These go on in the message's place, in this order; the interceptors after this one are asked
   * about each of them.
   *
   * @param messages none drops the message
   */
  static MessageAction replace(WebSocketMessage... messages) {
    return new Replace(List.of(messages));
  }

  /** The message goes nowhere. */
  static MessageAction drop() {
    return Replace.BY_NOTHING;
  }

  /** The WebSocket fails with {@code net::ERR_BLOCKED_BY_CLIENT}. */
  static MessageAction cancel() {
    return fail(
        new NetException(
            NetError.BLOCKED_BY_CLIENT, "an interceptor cancelled the WebSocket", null));
  }

  /** The WebSocket fails with this. */
  static MessageAction fail(NetException reason) {
    return new Fail(Objects.requireNonNull(reason, "reason"));
  }

  /** Goes on. */
  record Proceed() implements MessageAction {
    private static final Proceed AS_IT_IS = new Proceed();
  }

  /** Others go on. */
  record Replace(List<WebSocketMessage> messages) implements MessageAction {
    private static final Replace BY_NOTHING = new Replace(List.of());

    public Replace {
      messages = List.copyOf(messages);
    }
  }

  /** Fails. */
  record Fail(NetException reason) implements MessageAction {}
}
