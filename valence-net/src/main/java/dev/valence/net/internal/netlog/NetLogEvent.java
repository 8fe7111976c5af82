package dev.valence.net.internal.netlog;

/**
 * One thing that happened.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param parameters described while the event is told, or never: they may refer to what changes
 */
public record NetLogEvent(
    NetLogEventType type,
    NetLogSource source,
    NetLogPhase phase,
    long nanos,
    NetLogParameters parameters) {}
