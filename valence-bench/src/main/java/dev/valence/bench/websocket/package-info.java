/** WebSocket clients side by side: the run, the echo server, the child JVM of each client. */
@NullMarked
package dev.valence.bench.websocket;

import org.jspecify.annotations.NullMarked;
