package dev.valence.net.internal.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trusted certificate that is parsed when first needed: to parse all roots of a system takes the
 * JDK 150 ms and more, and a process needs one or two of them. Equal when the bytes are. Immutable
 * to those outside.
 */
final class Root {
  private static final Logger LOG = LoggerFactory.getLogger(Root.class);

  private final byte[] der;
  private final byte[] subject;
  private @Nullable X509Certificate parsed;
  private boolean unreadable;

  private Root(byte[] der, byte[] subject, @Nullable X509Certificate parsed) {
    this.der = der;
    this.subject = subject;
    this.parsed = parsed;
  }

  static Root of(X509Certificate certificate) throws CertificateException {
    return new Root(
        certificate.getEncoded(), certificate.getSubjectX500Principal().getEncoded(), certificate);
  }

  /**
   * A certificate in DER, looked at only as far as its subject.
   *
   * @throws CertificateException when it is no certificate up to there
   */
  static Root ofDer(byte[] der) throws CertificateException {
    return new Root(der, CertificateSubject.of(der), null);
  }

  /** The subject's name in DER. */
  byte[] subject() {
    return subject;
  }

  /** Whether it is this certificate. */
  boolean is(byte[] otherDer) {
    return Arrays.equals(der, otherDer);
  }

  /** The subject's name for comparison as RFC 5280 §7.1 has it. */
  X500Principal principal() {
    return new X500Principal(subject);
  }

  /** The certificate; null where the JDK cannot read it, which is logged once. */
  synchronized @Nullable X509Certificate certificate() {
    if (parsed == null && !unreadable) {
      try {
        parsed =
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
      } catch (CertificateException e) {
        unreadable = true;
        LOG.warn("A root certificate cannot be read and is not trusted: {}", e.toString());
      }
    }
    return parsed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Root that && Arrays.equals(der, that.der);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(der);
  }
}
