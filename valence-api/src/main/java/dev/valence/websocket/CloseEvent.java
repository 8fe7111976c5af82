package dev.valence.websocket;

/**
 * The end of a WebSocket.
 *
 * @param code the server's close code; 1005 where it gave none, 1006 where the connection was not
 *     closed by a handshake
 * @param reason the server's words; with 1006 the network error, such as {@code
 *     net::ERR_CONNECTION_REFUSED}
 * @param wasClean whether both sides said goodbye
 */
public record CloseEvent(int code, String reason, boolean wasClean) {}
