package dev.valence.net;

import dev.valence.net.cookie.CookieStore;
import dev.valence.net.tls.TlsSettings;

/**
 * What one network context is made of.
 *
 * @param cookies the jar
 * @param tls trust and protocol versions
 * @param userAgent the value of {@code User-Agent}
 * @param pool limits of connections
 * @param http2PriorKnowledge whether plain http speaks HTTP/2 without asking; off by default
 */
public record NetworkContextConfig(
    CookieStore cookies,
    TlsSettings tls,
    String userAgent,
    PoolLimits pool,
    boolean http2PriorKnowledge) {}
