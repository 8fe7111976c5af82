package dev.valence.net.internal.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the configured lists say to a certificate (RFC 5280 §6.3, complete lists of the issuer only,
 * as {@link dev.valence.net.tls.TlsSettings.Builder#crl} takes them). A pure function.
 */
final class RevocationLists {
  private static final int CRL_SIGN = 6; // RFC 5280 §4.2.1.3

  private final List<X509CRL> lists;

  RevocationLists(List<X509CRL> lists) {
    this.lists = lists;
  }

  boolean isEmpty() {
    return lists.isEmpty();
  }

  /**
   * The fault, or null.
   *
   * @param path each certificate with its issuer behind it; the root is the last
   */
  @Nullable CertificateFault faultOf(List<X509Certificate> path, Date now) {
    CertificateFault worst = null;
    for (int i = 0; i + 1 < path.size(); i++) {
      CertificateFault fault = faultOf(path.get(i), path.get(i + 1), now);
      if (fault == CertificateFault.REVOKED) {
        return fault;
      }
      worst = fault != null ? fault : worst;
    }
    return worst;
  }

  private @Nullable CertificateFault faultOf(
      X509Certificate certificate, X509Certificate issuer, Date now) {
    boolean listed = false;
    boolean known = false;
    for (X509CRL list : lists) {
      if (!list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
        continue;
      }
      listed = true;
      if (isSignedBy(list, issuer)) {
        if (list.getRevokedCertificate(certificate.getSerialNumber()) != null) {
          // Also from a list that is out of date: revoked is for ever.
          return CertificateFault.REVOKED;
        }
        known |= isFresh(list, now);
      }
    }
    return listed && !known ? CertificateFault.NO_REVOCATION_STATUS : null;
  }

  private static boolean isFresh(X509CRL list, Date now) {
    Date next = list.getNextUpdate();
    return !now.before(list.getThisUpdate()) && next != null && !now.after(next);
  }

  private static boolean isSignedBy(X509CRL list, X509Certificate issuer) {
    boolean[] usage = issuer.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      return false;
    }
    try {
      list.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
