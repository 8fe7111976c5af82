package dev.valence.webrequest;

import dev.valence.net.http.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * What a listener of {@link WebRequest#onErrorOccurred} is told.
 *
 * @param id one number for a request over all its hops
 * @param url where this hop goes
 * @param method the method of this hop
 * @param resourceType what the request is for
 * @param referrer the referrer; empty for none
 * @param timestamp when it happened, in milliseconds since 1970
 * @param fromCache whether the body comes out of the HTTP cache
 * @param ip the address that the request was sent to; null for none
 * @param error the failure, such as {@code net::ERR_CONNECTION_REFUSED}
 */
public record ErrorOccurredDetails(
    long id,
    String url,
    String method,
    ResourceType resourceType,
    String referrer,
    double timestamp,
    boolean fromCache,
    @Nullable String ip,
    String error)
    implements RequestDetails {}
