package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.site.PublicSuffixList;
import dev.valence.net.tls.TlsProvider;
import dev.valence.net.tls.TlsSettings;
import dev.valence.net.tls.TlsVersion;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS contexts of one network context, built when first asked for and kept. Each holds its own
 * session tickets and verdicts: contexts of different sessions share none, so that a server cannot
 * link them.
 *
 * <p>Nothing of TLS is loaded before {@link #context} is called. Thread-safe.
 */
public final class TlsContexts {
  private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

  // Chromium's SSLClientSessionCache: 1024 sessions; tickets live for two hours at most.
  private static final int SESSION_CACHE_SIZE = 1024;
  private static final long SESSION_SECONDS = TimeUnit.HOURS.toSeconds(2);

  private final Executor blocking;
  private final Predicate<String> isRegistrySuffix;
  private final Clock clock;
  private final Map<Use, CompletableFuture<TlsContext>> contexts = new ConcurrentHashMap<>();

  /** What a context is for: connections in privacy mode share no tickets with others. */
  private record Use(TlsPolicy policy, boolean privacyMode) {}

  /**
   * Contexts for one network context.
   *
   * @param blocking runs what blocks or takes long: reading the system's roots, loading BoringSSL,
   *     judging a certificate for the first time; never an event loop
   */
  public TlsContexts(Executor blocking) {
    this(
        blocking, domain -> PublicSuffixList.bundled().isRegistrySuffix(domain), Clock.systemUTC());
  }

  TlsContexts(Executor blocking, Predicate<String> isRegistrySuffix, Clock clock) {
    this.blocking = blocking;
    this.isRegistrySuffix = isRegistrySuffix;
    this.clock = clock;
  }

  /** As {@link #context(TlsPolicy, boolean)}, for settings alone. */
  CompletableFuture<TlsContext> context(TlsSettings settings) {
    return context(TlsPolicy.of(settings), false);
  }

  /**
   * The context for a policy. The first call starts building it (about 100 ms, not on the caller's
   * thread); later ones get the same. The future is shared: do not cancel it. It fails with a
   * {@link NetException} where the settings cannot be met, and is then forgotten.
   */
  CompletableFuture<TlsContext> context(TlsPolicy policy, boolean privacyMode) {
    Use settings = new Use(policy, privacyMode);
    CompletableFuture<TlsContext> known = contexts.get(settings);
    if (known != null) {
      return known;
    }
    CompletableFuture<TlsContext> fresh = new CompletableFuture<>();
    CompletableFuture<TlsContext> earlier = contexts.putIfAbsent(settings, fresh);
    if (earlier != null) {
      return earlier;
    }
    try {
      blocking.execute(() -> complete(fresh, settings));
    } catch (RuntimeException e) {
      fail(fresh, settings, NetError.ABORTED, "the thread pool for TLS refuses work", e);
    }
    return fresh;
  }

  /** Forgets all contexts, and with them all session tickets and verdicts. */
  public void clear() {
    contexts.clear();
  }

  private void complete(CompletableFuture<TlsContext> fresh, Use settings) {
    try {
      fresh.complete(build(settings));
    } catch (NetException e) {
      contexts.remove(settings, fresh);
      fresh.completeExceptionally(e);
    } catch (SSLException | RuntimeException | LinkageError e) {
      fail(
          fresh,
          settings,
          NetError.UNEXPECTED,
          "cannot set TLS up for " + settings.policy().settings(),
          e);
    }
  }

  private void fail(
      CompletableFuture<TlsContext> fresh,
      Use settings,
      NetError error,
      String detail,
      Throwable cause) {
    contexts.remove(settings, fresh);
    fresh.completeExceptionally(new NetException(error, detail, cause));
  }

  private TlsContext build(Use use) throws SSLException, NetException {
    TlsPolicy policy = use.policy();
    TlsSettings settings = policy.settings();
    TlsProvider provider = choose(settings.provider());
    List<Root> roots = new ArrayList<>();
    for (X509Certificate extra : settings.extraRoots()) {
      roots.add(root(extra));
    }
    TrustRoots trust =
        new TrustRoots(roots, settings.systemRoots() ? SystemTrustStore.roots() : List.of());
    CertificateVerifier verifier =
        new CertificateVerifier(trust, settings.crls(), policy.judge(), isRegistrySuffix, clock);
    ClientKeys keys =
        new ClientKeys(
            use.privacyMode() || !policy.showsCertificates()
                ? null
                : new ClientCertificateChoices(settings.clientCertificates(), policy.chooser()),
            provider);
    SslContext http2 =
        nettyContext(
            settings,
            provider,
            verifier,
            keys,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);
    SslContext http1 =
        nettyContext(settings, provider, verifier, keys, ApplicationProtocolNames.HTTP_1_1);
    return new TlsContext(http2, http1, verifier, keys, blocking, provider, policy);
  }

  private static Root root(X509Certificate extra) throws NetException {
    try {
      return Root.of(extra);
    } catch (CertificateException e) {
      throw new NetException(
          NetError.CERT_INVALID,
          "the extra root " + extra.getSubjectX500Principal() + " cannot be encoded",
          e);
    }
  }

  private static TlsProvider choose(TlsProvider wanted) throws NetException {
    if (wanted == TlsProvider.JSSE) {
      return TlsProvider.JSSE;
    }
    if (OpenSsl.isAvailable()) {
      return TlsProvider.BORINGSSL;
    }
    if (wanted == TlsProvider.BORINGSSL) {
      throw new NetException(
          NetError.NOT_IMPLEMENTED,
          "BoringSSL does not load on this platform; use TlsProvider.AUTO or JSSE",
          OpenSsl.unavailabilityCause());
    }
    LOG.info("BoringSSL does not load on this platform; using the JDK's TLS, which is slower");
    LOG.debug("Why BoringSSL does not load", OpenSsl.unavailabilityCause());
    return TlsProvider.JSSE;
  }

  private static SslContext nettyContext(
      TlsSettings settings,
      TlsProvider provider,
      CertificateVerifier verifier,
      ClientKeys keys,
      String... protocols)
      throws SSLException {
    boolean boringSsl = provider == TlsProvider.BORINGSSL;
    SslContext context =
        SslContextBuilder.forClient()
            .sslProvider(boringSsl ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
            .trustManager(verifier)
            .keyManager(keys)
            // Asks for a stapled answer of the authority; JSSE does so by itself.
            .enableOcsp(boringSsl && OpenSsl.isOcspSupported())
            // The verifier looks at the host itself; the engines' own rules know common names.
            .endpointIdentificationAlgorithm(null)
            .protocols(versions(settings))
            .ciphers(
                CipherSuites.offered(settings.disabledCipherSuites()),
                SupportedCipherSuiteFilter.INSTANCE)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    protocols))
            .sessionCacheSize(SESSION_CACHE_SIZE)
            .sessionTimeout(SESSION_SECONDS)
            .build();
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(true);
    }
    return context;
  }

  private static String[] versions(TlsSettings settings) {
    return Stream.of(TlsVersion.values())
        .filter(version -> version.compareTo(settings.minVersion()) >= 0)
        .filter(version -> version.compareTo(settings.maxVersion()) <= 0)
        .map(TlsVersion::jsseName)
        .toArray(String[]::new);
  }
}
