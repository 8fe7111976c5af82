package dev.valence.interception;

import dev.valence.websocket.WebSocketMessage;

/**
 * A message in the hands of an interceptor. Messages are whole, and are asked about one at a time
 * in each direction.
 *
 * @param webSocket whose message it is
 * @param direction which way it goes
 * @param message as the interceptors before have left it
 */
public record InterceptedMessage(
    InterceptedWebSocket webSocket, MessageDirection direction, WebSocketMessage message) {}
