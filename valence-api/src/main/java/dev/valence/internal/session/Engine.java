package dev.valence.internal.session;

import dev.valence.event.dispatch.EventThread;
import dev.valence.internal.async.Workers;
import dev.valence.internal.protocol.ProtocolTable;
import dev.valence.net.NetworkService;
import dev.valence.net.PoolLimits;
import dev.valence.net.Timeouts;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.tls.TlsSettings;
import dev.valence.protocol.CustomScheme;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of one {@code Valence} share.
 *
 * @param userData where persistent sessions live; null for none
 * @param protocols the handlers of all sessions
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
    HostResolverConfig hostResolver,
    List<CustomScheme> privilegedSchemes,
    ProtocolTable protocols) {}
