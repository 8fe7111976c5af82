package dev.valence.interception;

import dev.valence.websocket.WebSocketMessage;

/**
 * A message of a WebSocket, as interceptors have left it.
 *
 * @param url of the WebSocket
 * @param direction which way it goes
 * @param message the message
 */
public record MessageDetails(String url, MessageDirection direction, WebSocketMessage message) {}
