/** WebSockets of a network context: what opens one, what it says, and how to talk to it. */
@NullMarked
package dev.valence.net.websocket;

import org.jspecify.annotations.NullMarked;
