package dev.valence.net;

import dev.valence.net.proxy.ProxyServer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection that carried a request.
 *
 * @param id a number that other requests on the same connection share
 * @param version what is spoken over it
 * @param remoteAddress the server's, or the proxy's, address and port, such as {@code
 *     127.0.0.1:443}
 * @param localAddress this side's
 * @param proxy the proxy on the way; {@link ProxyServer#DIRECT} for none
 * @param tlsVersion such as {@code TLSv1.3}; null without TLS to the server. What is spoken with an
 *     HTTPS proxy does not count
 * @param cipherSuite such as {@code TLS_AES_128_GCM_SHA256}; null without TLS to the server
 * @param reused whether it carried a request before
 * @param resolving how long the name took; null where it was not looked up for this connection
 * @param connecting how long TCP took, and the proxy: TLS with it and its consent
 * @param handshake how long TLS with the server took; null without it
 */
public record ConnectionFacts(
    int id,
    HttpVersion version,
    @Nullable String remoteAddress,
    @Nullable String localAddress,
    ProxyServer proxy,
    @Nullable String tlsVersion,
    @Nullable String cipherSuite,
    boolean reused,
    @Nullable Duration resolving,
    @Nullable Duration connecting,
    @Nullable Duration handshake) {}
