/** The WebSocket protocol (RFC 6455) from the side of a client: handshake and frames. */
@NullMarked
package dev.valence.net.internal.websocket;

import org.jspecify.annotations.NullMarked;
