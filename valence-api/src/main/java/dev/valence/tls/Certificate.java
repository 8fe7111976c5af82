package dev.valence.tls;

import dev.valence.internal.tls.CertificateFields;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with the fields of Electron's {@code Certificate}. Immutable; equal when the bytes
 * of certificate and issuers are. Any thread.
 */
public final class Certificate {
  private final X509Certificate certificate;
  private final @Nullable Certificate issuerCert;

  private Certificate(X509Certificate certificate, @Nullable Certificate issuerCert) {
    this.certificate = certificate;
    this.issuerCert = issuerCert;
  }

  /** A certificate on its own. */
  public static Certificate of(X509Certificate certificate) {
    return of(List.of(certificate));
  }

  /**
   * A certificate and those that issued it.
   *
   * @param chain the certificate first, then its issuer, and so on
   * @throws IllegalArgumentException when the chain is empty
   */
  public static Certificate of(List<X509Certificate> chain) {
    Certificate issuer = null;
    for (int i = chain.size() - 1; i >= 0; i--) {
      issuer = new Certificate(chain.get(i), issuer);
    }
    if (issuer == null) {
      throw new IllegalArgumentException("a chain of no certificates");
    }
    return issuer;
  }

  /** The certificate in the terms of Java. */
  public X509Certificate x509() {
    return certificate;
  }

  /** The certificate in PEM. */
  public String data() {
    return CertificateFields.pem(certificate);
  }

  /** Who issued it. */
  public CertificatePrincipal issuer() {
    return CertificateFields.principal(certificate.getIssuerX500Principal());
  }

  /** The issuer's common name, or, where it has none, its first organisation or unit. */
  public String issuerName() {
    return CertificateFields.displayName(issuer());
  }

  /** The issuer's certificate; null where it is not known. */
  public @Nullable Certificate issuerCert() {
    return issuerCert;
  }

  /** Whom it is for. */
  public CertificatePrincipal subject() {
    return CertificateFields.principal(certificate.getSubjectX500Principal());
  }

  /** The subject's common name, or, where it has none, its first organisation or unit. */
  public String subjectName() {
    return CertificateFields.displayName(subject());
  }

  /** In hexadecimal, upper case, two digits a byte. */
  public String serialNumber() {
    return CertificateFields.serialNumber(certificate);
  }

  /** From when it is valid, in seconds since 1970. */
  public long validStart() {
    return certificate.getNotBefore().getTime() / 1000;
  }

  /** Until when it is valid, in seconds since 1970. */
  public long validExpiry() {
    return certificate.getNotAfter().getTime() / 1000;
  }

  /** {@code sha256/} and the base64 of the SHA-256 of the certificate. */
  public String fingerprint() {
    return CertificateFields.fingerprint(certificate);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Certificate that
        && certificate.equals(that.certificate)
        && Objects.equals(issuerCert, that.issuerCert);
  }

  @Override
  public int hashCode() {
    return certificate.hashCode();
  }

  @Override
  public String toString() {
    return "Certificate[" + subjectName() + ", " + fingerprint() + "]";
  }
}
