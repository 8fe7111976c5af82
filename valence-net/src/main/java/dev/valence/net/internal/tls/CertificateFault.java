package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import java.util.Collection;
import java.util.Comparator;
import java.util.NoSuchElementException;

/**
 * What can be wrong with a server's certificate, most serious first: the order in which Chromium
 * chooses the one error to report ({@code MapCertStatusToNetError} in {@code
 * net/cert/cert_status_flags.cc}).
 */
enum CertificateFault {
  /** Malformed, not meant for a server, issued by something that is no authority. */
  INVALID(NetError.CERT_INVALID),
  REVOKED(NetError.CERT_REVOKED),
  /** No way from the certificate to a trusted root; self-signed ones among them. */
  AUTHORITY(NetError.CERT_AUTHORITY_INVALID),
  /** Not issued for this host. */
  NAME(NetError.CERT_COMMON_NAME_INVALID),
  /** An authority's name constraints forbid this name. */
  NAME_CONSTRAINT(NetError.CERT_NAME_CONSTRAINT_VIOLATION),
  WEAK_SIGNATURE(NetError.CERT_WEAK_SIGNATURE_ALGORITHM),
  WEAK_KEY(NetError.CERT_WEAK_KEY),
  /** Expired, or not valid yet. */
  DATE(NetError.CERT_DATE_INVALID),
  /** It, or the settings, demand proof that it is not revoked, and there is none. */
  NO_REVOCATION_STATUS(NetError.CERT_UNABLE_TO_CHECK_REVOCATION);

  private final NetError error;

  CertificateFault(NetError error) {
    this.error = error;
  }

  /** How Chromium calls it. */
  NetError error() {
    return error;
  }

  /** The one to report. */
  static CertificateFault mostSerious(Collection<CertificateFault> faults) {
    return faults.stream()
        .min(Comparator.naturalOrder())
        .orElseThrow(() -> new NoSuchElementException("no fault to report"));
  }
}
