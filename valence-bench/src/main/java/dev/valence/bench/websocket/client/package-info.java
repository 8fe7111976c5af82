/** The compared WebSocket clients, each behind one small interface. */
@NullMarked
package dev.valence.bench.websocket.client;

import org.jspecify.annotations.NullMarked;
