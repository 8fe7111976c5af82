/** The {@code WebSocket} of {@code java.net.http} on a session's network. */
@NullMarked
package dev.valence.internal.websocket.javanet;

import org.jspecify.annotations.NullMarked;
