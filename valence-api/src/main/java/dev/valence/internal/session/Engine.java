package dev.valence.internal.session;

import dev.valence.internal.async.Workers;
import dev.valence.internal.event.EventThread;
import dev.valence.net.NetworkService;
import dev.valence.net.PoolLimits;
import dev.valence.net.Timeouts;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.tls.TlsSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of one {@code Valence} share.
 *
 * @param userData where persistent sessions live; null for none
 */
public record Engine(
    @Nullable Path userData,
    NetworkService network,
    Workers workers,
    EventThread events,
    TlsSettings tls,
    PoolLimits pool,
    Timeouts timeouts,
    String userAgent,
    boolean http2PriorKnowledge,
    HostResolverConfig hostResolver) {}
