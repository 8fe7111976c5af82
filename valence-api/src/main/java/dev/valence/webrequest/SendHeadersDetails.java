package dev.valence.webrequest;

import dev.valence.net.http.ResourceType;
import java.util.Map;

/**
 * What a listener of {@link WebRequest#onSendHeaders} is told.
 *
 * @param id one number for a request over all its hops
 * @param url where this hop goes
 * @param method the method of this hop
 * @param resourceType what the request is for
 * @param referrer the referrer; empty for none
 * @param timestamp when it happened, in milliseconds since 1970
 * @param requestHeaders the header fields by the names they are sent with. The map is the
 *     listener's own and may be changed, and then be given as the answer
 */
public record SendHeadersDetails(
    long id,
    String url,
    String method,
    ResourceType resourceType,
    String referrer,
    double timestamp,
    Map<String, String> requestHeaders)
    implements RequestDetails {}
