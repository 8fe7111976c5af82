package dev.valence.net;

/**
 * A response that the HTTP cache had ready for whoever asks.
 *
 * @param head its head, with {@code Age}; not to be changed
 * @param body all of its body, the taker's own
 */
public record StoredAnswer(ResponseHead head, byte[] body) {}
