package dev.valence.websocket;

import dev.valence.net.NetException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection has ended, and another attempt will follow.
 *
 * @param attempt its number since the last stable connection, from 1
 * @param delay how long it waits
 * @param end how the connection ended
 * @param failure why it was not closed cleanly; null where it was
 * @param lostBytes of messages that were given to {@code send} and not handed to the operating
 *     system; whether the server has got what was, nobody knows but the server
 */
public record ReconnectingEvent(
    int attempt, Duration delay, CloseEvent end, @Nullable NetException failure, long lostBytes) {}
