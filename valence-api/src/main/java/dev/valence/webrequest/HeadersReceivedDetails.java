package dev.valence.webrequest;

import dev.valence.net.http.ResourceType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a listener of {@link WebRequest#onHeadersReceived} is told.
 *
 * @param id one number for a request over all its hops
 * @param url where this hop goes
 * @param method the method of this hop
 * @param resourceType what the request is for
 * @param referrer the referrer; empty for none
 * @param timestamp when it happened, in milliseconds since 1970
 * @param statusLine such as {@code HTTP/1.1 200 OK}
 * @param statusCode the status
 * @param responseHeaders the header fields by the names they arrived with, each with all its
 *     values; text that is UTF-8 is decoded. The map is the listener's own and may be changed
 * @param fromCache whether the body comes out of the HTTP cache
 * @param ip the address that the request was sent to; null for none
 */
public record HeadersReceivedDetails(
    long id,
    String url,
    String method,
    ResourceType resourceType,
    String referrer,
    double timestamp,
    String statusLine,
    int statusCode,
    Map<String, List<String>> responseHeaders,
    boolean fromCache,
    @Nullable String ip)
    implements RequestDetails {}
