/** WebSockets of a session: the WHATWG class, with Electron's options. */
@NullMarked
package dev.valence.websocket;

import org.jspecify.annotations.NullMarked;
