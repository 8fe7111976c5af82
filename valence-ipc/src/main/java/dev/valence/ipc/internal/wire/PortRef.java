package dev.valence.ipc.internal.wire;

/**
 * A port that goes along with a message.
 *
 * @param id the port
 * @param consumed the number of the last message that its holder took from it; 0 for none
 */
public record PortRef(long id, long consumed) {}
