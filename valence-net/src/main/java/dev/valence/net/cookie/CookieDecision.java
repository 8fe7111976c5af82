package dev.valence.net.cookie;

/**
 * Whether one cookie of the store goes with a request.
 *
 * @param cookie a cookie of the request's site
 * @param inclusion {@link CookieInclusion#INCLUDE}, or why it is left out
 */
public record CookieDecision(Cookie cookie, CookieInclusion inclusion) {}
