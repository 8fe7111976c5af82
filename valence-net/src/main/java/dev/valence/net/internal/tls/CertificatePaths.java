package dev.valence.net.internal.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a path from a server's certificate to a trusted root (RFC 5280 §6), by the JDK's path
 * builder, with the rules of {@link PathRules} added. Where there is none, finds out why: the JDK
 * tells only that it failed. Blocking and thread-safe.
 */
final class CertificatePaths {
  // RFC 5280 has no limit; Chromium bounds the work. No public chain comes near this.
  private static final int MAX_INTERMEDIATES = 8;
  private static final int MAX_SIGNATURES_TRIED = 64;
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  private final TrustRoots roots;
  private final RevocationLists lists;

  CertificatePaths(TrustRoots roots, RevocationLists lists) {
    this.roots = roots;
    this.lists = lists;
  }

  /**
   * All that is wrong with the way from the first certificate to a root.
   *
   * @param chain what the server sent: its own certificate first, the others in any order
   * @param staple the answer of its authority that the server sent along; null for none
   */
  PathVerdict judge(List<X509Certificate> chain, byte @Nullable [] staple, Date now) {
    X509Certificate leaf = chain.get(0);
    if (roots.contains(leaf)) {
      // The user trusts this very certificate; as with any root, who signed it plays no part.
      return new PathVerdict(PathRules.faultsOf(leaf, now), List.of(leaf), roots.isKnown(leaf));
    }
    try {
      Candidate built = buildPath(chain, now);
      if (built != null && built.anchor != null) {
        Set<CertificateFault> faults = EnumSet.noneOf(CertificateFault.class);
        addRevocation(faults, built, built.anchor, staple, now);
        return verdict(faults, built);
      }
      Candidate best = candidate(chain);
      Set<CertificateFault> faults = diagnose(best, now);
      if (best.anchor != null && !lists.isEmpty()) {
        CertificateFault fault = lists.faultOf(withRoot(best), now);
        if (fault != null) {
          faults.add(fault);
        }
      }
      return verdict(faults, best);
    } catch (GeneralSecurityException e) {
      return new PathVerdict(EnumSet.of(CertificateFault.INVALID), chain, false);
    }
  }

  private void addRevocation(
      Set<CertificateFault> faults,
      Candidate built,
      TrustAnchor anchor,
      byte @Nullable [] staple,
      Date now) {
    if (staple != null) {
      switch (StapledStatus.of(built.path, anchor, staple, now)) {
        case GOOD -> {}
        case REVOKED -> faults.add(CertificateFault.REVOKED);
        case UNUSABLE -> staple = null; // as none, as in Chromium
      }
    }
    if (staple == null && MustStaple.isDemandedBy(built.path.get(0))) {
      faults.add(CertificateFault.NO_REVOCATION_STATUS);
    }
    if (!lists.isEmpty()) {
      CertificateFault fault = lists.faultOf(withRoot(built), now);
      if (fault != null) {
        faults.add(fault);
      }
    }
  }

  private PathVerdict verdict(Set<CertificateFault> faults, Candidate candidate) {
    TrustAnchor anchor = candidate.anchor;
    return new PathVerdict(
        faults, withRoot(candidate), anchor != null && roots.isKnown(anchor.getTrustedCert()));
  }

  private static List<X509Certificate> withRoot(Candidate candidate) {
    if (candidate.anchor == null) {
      return candidate.path;
    }
    List<X509Certificate> path = new ArrayList<>(candidate.path);
    path.add(candidate.anchor.getTrustedCert());
    return path;
  }

  private Set<TrustAnchor> anchorsFor(List<X509Certificate> chain) {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate certificate : chain) {
      anchors.addAll(roots.issuersNamed(certificate.getIssuerX500Principal()));
    }
    return anchors;
  }

  private @Nullable Candidate buildPath(List<X509Certificate> chain, Date now)
      throws GeneralSecurityException {
    Set<TrustAnchor> anchors = anchorsFor(chain);
    if (anchors.isEmpty()) {
      return null;
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(chain.get(0));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    // As Chromium: no online revocation checks by default.
    parameters.setRevocationEnabled(false);
    parameters.setMaxPathLength(MAX_INTERMEDIATES);
    parameters.setDate(now);
    parameters.addCertPathChecker(new RulesChecker());
    try {
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      List<X509Certificate> path = new ArrayList<>();
      for (Certificate certificate : result.getCertPath().getCertificates()) {
        path.add((X509Certificate) certificate);
      }
      return new Candidate(path, result.getTrustAnchor());
    } catch (CertPathBuilderException e) {
      return null;
    }
  }

  private static Set<CertificateFault> diagnose(Candidate candidate, Date now)
      throws GeneralSecurityException {
    EnumSet<CertificateFault> faults = EnumSet.noneOf(CertificateFault.class);
    for (X509Certificate certificate : candidate.path) {
      faults.addAll(PathRules.faultsOf(certificate, now));
    }
    if (candidate.anchor == null) {
      faults.add(CertificateFault.AUTHORITY);
      return faults;
    }
    CertificateFault more = faultOfPath(candidate.path, candidate.anchor);
    // The JDK's own lists (jdk.certpath.disabledAlgorithms) refuse weak keys as well.
    boolean toldAlready =
        more == CertificateFault.WEAK_SIGNATURE && faults.contains(CertificateFault.WEAK_KEY);
    if (more != null && !toldAlready) {
      faults.add(more);
    }
    if (faults.isEmpty()) {
      // Refused by the builder for a reason that shows on no single path.
      faults.add(CertificateFault.INVALID);
    }
    return faults;
  }

  /** Certificates, each signed by the next, as far as they lead; the root that signed the last. */
  private record Candidate(List<X509Certificate> path, @Nullable TrustAnchor anchor) {}

  /** The path that gets to a root, or else the longest. Depth-first, bounded. */
  private Candidate candidate(List<X509Certificate> chain) {
    Candidate best = new Candidate(List.of(chain.get(0)), null);
    Deque<List<X509Certificate>> open = new ArrayDeque<>();
    open.push(best.path);
    int signaturesLeft = MAX_SIGNATURES_TRIED;
    while (!open.isEmpty()) {
      List<X509Certificate> path = open.pop();
      X509Certificate last = path.get(path.size() - 1);
      for (TrustAnchor anchor : roots.issuersNamed(last.getIssuerX500Principal())) {
        if (signaturesLeft-- > 0 && isSignedBy(last, anchor.getTrustedCert())) {
          return new Candidate(path, anchor);
        }
      }
      if (path.size() > best.path.size()) {
        best = new Candidate(path, null);
      }
      for (X509Certificate issuer : chain) {
        if (path.size() <= MAX_INTERMEDIATES
            && !path.contains(issuer)
            && issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal())
            && signaturesLeft-- > 0
            && isSignedBy(last, issuer)) {
          List<X509Certificate> longer = new ArrayList<>(path);
          longer.add(issuer);
          open.push(longer);
        }
      }
    }
    return best;
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** What a validation says at a time when all dates fit, so that only other faults show. */
  private static @Nullable CertificateFault faultOfPath(
      List<X509Certificate> path, TrustAnchor anchor) throws GeneralSecurityException {
    CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
    PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
    parameters.setRevocationEnabled(false);
    parameters.setDate(
        path.stream().map(X509Certificate::getNotBefore).max(Date::compareTo).orElseThrow());
    parameters.addCertPathChecker(new UsageChecker());
    try {
      CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
      return null;
    } catch (CertPathValidatorException e) {
      return faultFor(e.getReason());
    } catch (InvalidAlgorithmParameterException e) {
      return CertificateFault.INVALID;
    }
  }

  private static @Nullable CertificateFault faultFor(CertPathValidatorException.Reason reason) {
    if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
      return CertificateFault.DATE;
    }
    if (reason == BasicReason.REVOKED) {
      return CertificateFault.REVOKED;
    }
    if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
      return CertificateFault.WEAK_SIGNATURE;
    }
    if (reason == PKIXReason.INVALID_NAME) {
      return CertificateFault.NAME_CONSTRAINT;
    }
    return CertificateFault.INVALID;
  }

  static PKIXCertPathChecker usageChecker() {
    return new UsageChecker();
  }

  /** Takes the extended key usage, which {@link PathRules} judges, off the list of the unknown. */
  private static class UsageChecker extends PKIXCertPathChecker {
    @Override
    public void init(boolean forward) {}

    @Override
    public boolean isForwardCheckingSupported() {
      return true;
    }

    @Override
    public Set<String> getSupportedExtensions() {
      return Set.of(EXTENDED_KEY_USAGE);
    }

    @Override
    public void check(Certificate certificate, @Nullable Collection<String> unresolved)
        throws CertPathValidatorException {
      if (unresolved != null) {
        unresolved.remove(EXTENDED_KEY_USAGE);
      }
    }
  }

  /** Keeps the builder off paths that {@link PathRules} forbids, so that it looks for another. */
  private static final class RulesChecker extends UsageChecker {
    @Override
    public void check(Certificate certificate, @Nullable Collection<String> unresolved)
        throws CertPathValidatorException {
      super.check(certificate, unresolved);
      Set<CertificateFault> faults = PathRules.lastingFaultsOf((X509Certificate) certificate);
      if (!faults.isEmpty()) {
        throw new CertPathValidatorException("not acceptable: " + faults);
      }
    }
  }
}
