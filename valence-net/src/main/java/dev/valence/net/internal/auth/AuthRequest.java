package dev.valence.net.internal.auth;

import dev.valence.net.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The request that a login is for.
 *
 * @param target path and query; host and port for CONNECT
 */
public record AuthRequest(String method, String target, @Nullable RequestBody body) {}
