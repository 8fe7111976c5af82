package dev.valence.net.internal.tls;

import dev.valence.net.internal.dns.LocalNames;
import dev.valence.net.tls.TlsProvider;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ImmediateExecutor;
import java.lang.ref.Cleaner;
import java.util.Locale;
import java.util.concurrent.Executor;

/**
 * Makes the TLS handlers of new connections. Made ready by {@link TlsContexts}; from then on it
 * never blocks and may be used on any event loop.
 */
public final class TlsContext {
  /** Chromium's limit for a handshake, in milliseconds ({@code SSLConnectJob}). */
  static final long HANDSHAKE_TIMEOUT_MILLIS = 30_000;

  // Connections keep the native part alive by a count of their own; here it goes when nobody can
  // make further ones. An explicit close would race with attempts that still wait for their socket.
  private static final Cleaner CLEANER = Cleaner.create();

  private final SslContext http2;
  private final SslContext http1;
  private final CertificateVerifier verifier;
  private final Executor verification;
  private final TlsProvider provider;
  private final ClientKeys keys;
  private final TlsPolicy policy;

  TlsContext(
      SslContext http2,
      SslContext http1,
      CertificateVerifier verifier,
      ClientKeys keys,
      Executor verification,
      TlsProvider provider,
      TlsPolicy policy) {
    this.http2 = http2;
    this.http1 = http1;
    this.verifier = verifier;
    this.verification = verification;
    this.provider = provider;
    this.keys = keys;
    this.policy = policy;
    CLEANER.register(
        this,
        () -> {
          ReferenceCountUtil.release(http2);
          ReferenceCountUtil.release(http1);
        });
  }

  /**
   * A handler for a new connection as a client.
   *
   * <p>It sends the host's name (not an IP literal) as SNI, offers a session of an earlier
   * connection to the same host and port, and verifies the server's certificate. {@link
   * SslHandler#handshakeFuture} tells the end; {@link TlsHandshake} tells it better. {@link
   * SslHandler#applicationProtocol} is {@code h2}, {@code http/1.1} or null.
   *
   * <p>The caller adds it to a pipeline, which frees it when the channel closes.
   *
   * @param scope what the verifier and the keys know of the handshake
   */
  SslHandler newHandler(ByteBufAllocator allocator, LiveTls.Target target, HandshakeScope scope) {
    String peer = peerName(target.host());
    // A known chain takes microseconds to judge; a new one a millisecond, which other connections
    // on the loop should not have to wait for. Whoever is asked may take minutes.
    boolean quick = !policy.mayWait() && !scope.log().isCapturing() && verifier.knows(peer);
    Executor tasks = quick ? ImmediateExecutor.INSTANCE : scope.tasksOn(verification);
    SslHandler handler =
        (target.offerHttp2() ? http2 : http1).newHandler(allocator, peer, target.port(), tasks);
    handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT_MILLIS);
    if (!peer.isEmpty() && LocalNames.literal(peer) == null) {
      ServerName.set(handler.engine(), peer);
    }
    return handler;
  }

  /** Whether a judge had the last word on the certificates of its connections. */
  boolean isJudged() {
    return policy.judge() != null;
  }

  /** Whether a judge has lately accepted a certificate of the host that has errors. */
  boolean hasOverruled(LiveTls.Target target) {
    return verifier.hasOverruled(peerName(target.host()));
  }

  /** Whether the server asked for a client certificate. */
  boolean wasAskedBy(LiveTls.Target target) {
    return keys.wereAskedBy(peerName(target.host()), target.port());
  }

  /** Whether the server was shown a client certificate. */
  boolean wasShownTo(LiveTls.Target target) {
    return keys.wereShownTo(peerName(target.host()), target.port());
  }

  /** The server refused the client certificate, or that there was none. */
  void forgetChoice(LiveTls.Target target) {
    keys.forget(peerName(target.host()), target.port());
  }

  /** The implementation in use: BoringSSL or JSSE. */
  public TlsProvider provider() {
    return provider;
  }

  private static String peerName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[") && name.endsWith("]")) {
      return name.substring(1, name.length() - 1);
    }
    // RFC 6066 §3: without the trailing dot.
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
