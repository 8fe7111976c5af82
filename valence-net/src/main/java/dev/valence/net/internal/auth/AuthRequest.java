package dev.valence.net.internal.auth;

import dev.valence.net.RequestBody;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The request that a login is for.
 *
 * @param target path and query; host and port for CONNECT
 * @param peerCertificate of the TLS connection that is being logged in; null where there is none
 */
public record AuthRequest(
    String method,
    String target,
    @Nullable RequestBody body,
    @Nullable X509Certificate peerCertificate) {}
