package dev.valence.net.internal.tls;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Chromium's rules for a single certificate of a path, root excluded ({@code
 * SimplePathBuilderDelegate}, {@code CertVerifyProc::Verify}). Pure functions.
 */
final class PathRules {
  static final int MIN_RSA_BITS = 1024;

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";

  private PathRules() {}

  /** All that is wrong with the certificate itself at a point in time. */
  static EnumSet<CertificateFault> faultsOf(X509Certificate certificate, Date now) {
    EnumSet<CertificateFault> faults = EnumSet.noneOf(CertificateFault.class);
    if (now.before(certificate.getNotBefore()) || now.after(certificate.getNotAfter())) {
      faults.add(CertificateFault.DATE);
    }
    if (!mayServeTls(certificate)) {
      faults.add(CertificateFault.INVALID);
    }
    String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT).replace("-", "");
    if (signature.startsWith("MD")) {
      faults.add(CertificateFault.INVALID);
    } else if (signature.startsWith("SHA1")) {
      faults.add(CertificateFault.WEAK_SIGNATURE);
    }
    if (isWeak(certificate.getPublicKey())) {
      faults.add(CertificateFault.WEAK_KEY);
    }
    return faults;
  }

  /**
   * Whether the extended key usage, where there is one, allows TLS servers (RFC 5280 §4.2.1.12).
   */
  static boolean mayServeTls(X509Certificate certificate) {
    List<String> usages;
    try {
      usages = certificate.getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      return false;
    }
    return usages == null || usages.contains(SERVER_AUTH) || usages.contains(ANY_USAGE);
  }

  /** Whether the key is an RSA key below {@link #MIN_RSA_BITS}. */
  static boolean isWeak(PublicKey key) {
    return key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS;
  }

  /** The faults that rule a path out while one is looked for; dates are the path builder's job. */
  static Set<CertificateFault> lastingFaultsOf(X509Certificate certificate) {
    EnumSet<CertificateFault> faults = faultsOf(certificate, certificate.getNotBefore());
    faults.remove(CertificateFault.DATE);
    return faults;
  }
}
