package dev.valence.net.cookie;

import org.jspecify.annotations.Nullable;

/**
 * What became of one {@code Set-Cookie} line.
 *
 * @param name the cookie's name, empty when the line was not understood
 * @param inclusion {@link CookieInclusion#INCLUDE}, or why nothing was stored
 * @param cookie the cookie as stored, or as it would have been; null when the line was not
 *     understood. A cookie whose time is already over is included but not kept.
 */
public record SetCookieResult(String name, CookieInclusion inclusion, @Nullable Cookie cookie) {}
