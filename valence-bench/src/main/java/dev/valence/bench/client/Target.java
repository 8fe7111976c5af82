package dev.valence.bench.client;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a client is opened for: it may prepare everything that stays the same between requests.
 *
 * @param uri the one URL that is requested
 * @param wire the protocol to speak; the server refuses another
 * @param connections how many connections the client may keep (1 for HTTP/2)
 * @param certificate PEM file with the server's certificate, to be trusted
 * @param cache the folder for a cache, to be made; null where the client is to have no cache
 */
public record Target(URI uri, Wire wire, int connections, Path certificate, @Nullable Path cache) {}
