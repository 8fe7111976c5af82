package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.tls.CertificateJudge;
import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a server is who its certificate says: path to a trusted root, dates, strength and
 * host name, with Chromium's errors. Resumed sessions are judged again, as Chromium does, so that
 * an expired certificate does not live on in a ticket.
 *
 * <p>Thread-safe. A first look at a chain costs about a millisecond of processor time; good
 * verdicts are kept for a while, so that later connections to the host cost microseconds.
 */
public final class CertificateVerifier extends X509ExtendedTrustManager
    implements ResumableX509ExtendedTrustManager {
  // Far above any real chain; BoringSSL bounds only the bytes.
  private static final int MAX_CHAIN = 32;

  private final CertificatePaths paths;
  private final Predicate<String> isRegistrySuffix;
  private final Clock clock;
  private final VerdictCache verdicts = new VerdictCache();
  private final @Nullable JudgedChains judged;

  /**
   * A verifier.
   *
   * @param isRegistrySuffix see {@link HostNameRules}
   */
  CertificateVerifier(TrustRoots roots, Predicate<String> isRegistrySuffix, Clock clock) {
    this(roots, List.of(), null, isRegistrySuffix, clock);
  }

  /**
   * A verifier with lists of revoked certificates and, where it is not null, a judge who has the
   * last word.
   */
  CertificateVerifier(
      TrustRoots roots,
      List<X509CRL> crls,
      @Nullable CertificateJudge judge,
      Predicate<String> isRegistrySuffix,
      Clock clock) {
    this.paths = new CertificatePaths(roots, new RevocationLists(crls));
    this.judged = judge == null ? null : new JudgedChains(judge, clock);
    this.isRegistrySuffix = isRegistrySuffix;
    this.clock = clock;
  }

  /** As {@link #verify(X509Certificate[], byte[], String)}, with nothing stapled. */
  void verify(X509Certificate[] chain, String host) throws CertificateException {
    verify(chain, null, host);
  }

  /**
   * Judges a server. Waits for the judge, where there is one.
   *
   * @param chain what the server sent, its own certificate first
   * @param staple the OCSP response it sent along; null for none
   * @param host the name or IP literal that was asked for
   * @throws CertificateVerificationException carrying the most serious error
   */
  void verify(X509Certificate[] chain, byte @Nullable [] staple, String host)
      throws CertificateException {
    HandshakeScope scope = HandshakeScope.current();
    if (scope == null || !scope.log().isCapturing()) {
      verify(chain, staple, host, scope);
      return;
    }
    VerificationLog log = new VerificationLog(scope.log());
    log.begin(chain, host);
    NetError outcome = null;
    try {
      verify(chain, staple, host, scope);
    } catch (CertificateVerificationException e) {
      outcome = e.error();
      throw e;
    } finally {
      log.end(outcome);
    }
  }

  private void verify(
      X509Certificate[] chain,
      byte @Nullable [] staple,
      String host,
      @Nullable HandshakeScope scope)
      throws CertificateException {
    if (chain.length == 0 || chain.length > MAX_CHAIN) {
      throw new CertificateVerificationException(
          NetError.CERT_INVALID, host + " sent " + chain.length + " certificates");
    }
    Instant now = clock.instant();
    String fingerprint = VerdictCache.fingerprint(chain, staple);
    if (judged != null) {
      List<X509Certificate> certificates = parse(chain, host);
      NetError refusal =
          judged
              .verdict(host, fingerprint, to -> examine(certificates, staple, to, now), scope)
              .orElse(null);
      if (refusal != null) {
        throw new CertificateVerificationException(
            refusal, host + ": refused by the certificate verify proc");
      }
      return;
    }
    if (verdicts.isGood(host, fingerprint, now)) {
      return;
    }
    List<X509Certificate> certificates = parse(chain, host);
    JudgedChains.Case found = examine(certificates, staple, host, now);
    NetError verdict = found.verdict();
    if (verdict != null) {
      throw new CertificateVerificationException(verdict, String.valueOf(found.detail()));
    }
    verdicts.remember(host, fingerprint, certificates, now);
  }

  private JudgedChains.Case examine(
      List<X509Certificate> certificates, byte @Nullable [] staple, String host, Instant now) {
    PathVerdict path = paths.judge(certificates, staple, Date.from(now));
    EnumSet<CertificateFault> faults = EnumSet.noneOf(CertificateFault.class);
    faults.addAll(path.faults());
    X509Certificate leaf = certificates.get(0);
    if (!HostNameRules.matches(leaf, host, isRegistrySuffix)) {
      faults.add(CertificateFault.NAME);
    }
    return faults.isEmpty()
        ? new JudgedChains.Case(host, certificates, path, null, null)
        : new JudgedChains.Case(
            host,
            certificates,
            path,
            CertificateFault.mostSerious(faults).error(),
            describe(host, leaf, faults));
  }

  /** Whether the judge has lately accepted a chain of this host that has errors. */
  boolean hasOverruled(String host) {
    return judged != null && judged.hasOverruled(host);
  }

  /** Whether a chain of this host was found good lately, so that a handshake will be quick. */
  boolean knows(String host) {
    return verdicts.knows(host, clock.instant());
  }

  // The certificates of BoringSSL engines are lazy wrappers, which the JDK's path builder would
  // parse anew at each step; the factory's own are kept parsed.
  private static List<X509Certificate> parse(X509Certificate[] chain, String host)
      throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>(chain.length);
    for (X509Certificate certificate : chain) {
      try {
        certificates.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
      } catch (CertificateException e) {
        throw new CertificateVerificationException(
            NetError.CERT_INVALID, host + " sent a malformed certificate: " + e.getMessage());
      }
    }
    return certificates;
  }

  private static String describe(
      String host, X509Certificate leaf, EnumSet<CertificateFault> faults) {
    HostNameRules.Names names = HostNameRules.namesOf(leaf);
    return "%s: %s; subject %s, issuer %s, valid from %s to %s, for %s %s"
        .formatted(
            host,
            faults,
            leaf.getSubjectX500Principal().getName(),
            leaf.getIssuerX500Principal().getName(),
            leaf.getNotBefore().toInstant(),
            leaf.getNotAfter().toInstant(),
            names.dnsNames(),
            names.addresses());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    verify(chain, stapleOf(engine), hostOf(engine));
  }

  @Override
  public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine)
      throws CertificateException {
    verify(chain, stapleOf(engine), hostOf(engine));
  }

  private static byte @Nullable [] stapleOf(@Nullable SSLEngine engine) {
    if (engine == null) {
      return null;
    }
    SSLSession session = engine.getHandshakeSession();
    if ((session != null ? session : engine.getSession()) instanceof ExtendedSSLSession extended) {
      try {
        List<byte[]> responses = extended.getStatusResponses();
        return responses.isEmpty() || responses.get(0).length == 0 ? null : responses.get(0);
      } catch (UnsupportedOperationException e) {
        return null; // a provider without stapling
      }
    }
    return null;
  }

  private static String hostOf(@Nullable SSLEngine engine) throws CertificateException {
    String host = engine == null ? null : engine.getPeerHost();
    if (host == null) {
      throw new CertificateException("a TLS engine without a host cannot be verified");
    }
    return host;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw needsEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw needsEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this verifier judges servers only");
  }

  @Override
  public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this verifier judges servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw needsEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw needsEngine();
  }

  private static CertificateException needsEngine() {
    return new CertificateException("certificates are judged with the host of a TLS engine only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
