package dev.valence.net.internal.netlog;

/**
 * Who speaks: one request, one connection, one look-up.
 *
 * @param id its number, from 1
 * @param startNanos when it was first spoken of, by {@link System#nanoTime}
 */
public record NetLogSource(NetLogSourceType type, int id, long startNanos) {}
