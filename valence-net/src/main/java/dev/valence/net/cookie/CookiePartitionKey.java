package dev.valence.net.cookie;

/**
 * The partition of a cookie with the {@code Partitioned} attribute (CHIPS).
 *
 * @param topLevelSite the site of the top-level page, such as {@code https://example.com}
 * @param hasCrossSiteAncestor whether a frame between the request and the top-level page, or the
 *     request's own frame, is of another site
 */
public record CookiePartitionKey(String topLevelSite, boolean hasCrossSiteAncestor) {}
