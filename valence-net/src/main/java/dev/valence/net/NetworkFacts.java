package dev.valence.net;

import dev.valence.net.internal.decode.ContentDecoders;
import dev.valence.net.internal.tls.SystemTrustStore;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import io.netty.handler.ssl.OpenSsl;
import org.jspecify.annotations.Nullable;

/**
 * What this machine offers the network service, for people who look for a fault.
 *
 * @param transport {@code epoll}, {@code kqueue} or, where neither loads, {@code nio}
 * @param tls {@code BoringSSL} or, where it does not load, {@code JSSE}
 * @param tlsVersion what the implementation calls itself; null where it does not say
 * @param brotli whether br can be decoded
 * @param zstd whether zstd can be decoded
 * @param trustedRoots how many roots the operating system trusts
 */
public record NetworkFacts(
    String transport,
    String tls,
    @Nullable String tlsVersion,
    boolean brotli,
    boolean zstd,
    int trustedRoots) {
  /** Finds out. Loads the native libraries and reads the roots: some hundred milliseconds. */
  public static NetworkFacts read() {
    boolean boringSsl = OpenSsl.isAvailable();
    return new NetworkFacts(
        Epoll.isAvailable() ? "epoll" : KQueue.isAvailable() ? "kqueue" : "nio",
        boringSsl ? "BoringSSL" : "JSSE",
        boringSsl ? OpenSsl.versionString() : null,
        ContentDecoders.isBrotliAvailable(),
        ContentDecoders.isZstdAvailable(),
        SystemTrustStore.count());
  }
}
