package dev.valence.net.internal.cache;

import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;

/**
 * What is stored of a response beside its body. Immutable.
 *
 * @param requestMillis when the request was sent, in milliseconds since the epoch
 * @param responseMillis when the head came
 * @param response status and headers, as they came from the network
 * @param selecting the request's fields that the response's {@code Vary} names; empty without
 *     {@code Vary}
 */
public record CachedHead(
    long requestMillis, long responseMillis, ResponseHead response, HeaderList selecting) {}
