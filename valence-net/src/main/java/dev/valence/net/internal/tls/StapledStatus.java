package dev.valence.net.internal.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the answer of an authority says that a server staples to its certificate (RFC 6960, RFC 6066
 * §8): judged by the JDK, which looks at the signature, who may sign, the dates and for which
 * certificate it is. Never asks the network.
 */
enum StapledStatus {
  GOOD,
  REVOKED,
  /** Not for this certificate, not signed by who may, out of date, or not an answer at all. */
  UNUSABLE;

  /**
   * The status of the first certificate of a valid path.
   *
   * @param path without the root
   * @param staple the DER of the OCSP response; not empty, or the JDK would ask the network
   */
  static StapledStatus of(List<X509Certificate> path, TrustAnchor anchor, byte[] staple, Date now) {
    if (staple.length == 0) {
      return UNUSABLE;
    }
    try {
      CertPathValidator validator = CertPathValidator.getInstance("PKIX");
      PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
      checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
      checker.setOcspResponses(Map.of(path.get(0), staple));
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
      parameters.setDate(now);
      parameters.addCertPathChecker(CertificatePaths.usageChecker());
      parameters.addCertPathChecker(checker);
      validator.validate(
          CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return GOOD;
    } catch (CertPathValidatorException e) {
      return e.getReason() == BasicReason.REVOKED ? REVOKED : UNUSABLE;
    } catch (GeneralSecurityException e) {
      return UNUSABLE;
    }
  }
}
