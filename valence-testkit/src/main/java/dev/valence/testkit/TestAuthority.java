package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority made for tests. Immutable; may be used from any thread.
 *
 * {@snippet :
 * TestIdentity good = TestAuthority.shared().localhost();
 * TestIdentity expired = TestAuthority.shared().leaf().names("localhost").expired().issue();
 * TestIdentity weak = TestAuthority.shared().leaf().names("localhost").key(KeyKind.RSA_1024).issue();
 * }
 */
public final class TestAuthority {
  private static final class Shared {
    static final TestAuthority ROOT = create("Valence Test Root");
    static final TestIdentity LOCALHOST = ROOT.issue("localhost", "127.0.0.1", "::1");
  }

  private final KeyPair keys;
  private final X509Certificate certificate;
  private final List<X509Certificate> intermediates;

  TestAuthority(KeyPair keys, X509Certificate certificate, List<X509Certificate> intermediates) {
    this.keys = keys;
    this.certificate = certificate;
    this.intermediates = intermediates;
  }

  /** A new root authority. */
  public static TestAuthority create(String commonName) {
    return CertificateSpec.selfSigned().subject(commonName).issueAuthority();
  }

  /** One root authority for the whole JVM, made at first use. */
  public static TestAuthority shared() {
    return Shared.ROOT;
  }

  /** A certificate for localhost, 127.0.0.1 and ::1, issued by {@link #shared()}. */
  public TestIdentity localhost() {
    return this == Shared.ROOT ? Shared.LOCALHOST : issue("localhost", "127.0.0.1", "::1");
  }

  /** A good certificate for these host names and IP addresses. */
  public TestIdentity issue(String... names) {
    return leaf().names(names).issue();
  }

  /** Begins a certificate with settings of its own. */
  public CertificateSpec leaf() {
    return CertificateSpec.issuedBy(this);
  }

  /** An authority below this one. */
  public TestAuthority intermediate(String commonName) {
    return CertificateSpec.issuedBy(this).subject(commonName).issueAuthority();
  }

  /** The authority's own certificate and key, as one that signs OCSP responses needs them. */
  public TestIdentity identity() {
    return new TestIdentity(keys.getPrivate(), List.of(certificate));
  }

  /**
   * A list of revoked certificates, signed by this authority.
   *
   * @param thisUpdate when it was made
   * @param nextUpdate until when it holds
   */
  public X509CRL revoke(Instant thisUpdate, Instant nextUpdate, X509Certificate... certificates) {
    X509v2CRLBuilder builder =
        new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(thisUpdate));
    builder.setNextUpdate(Date.from(nextUpdate));
    for (X509Certificate revoked : certificates) {
      builder.addCRLEntry(revoked.getSerialNumber(), Date.from(thisUpdate), 1);
    }
    String algorithm =
        keys.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      return new JcaX509CRLConverter()
          .getCRL(builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
    } catch (OperatorCreationException | CRLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate of this authority. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate as PEM. */
  public String certificatePem() {
    return Pem.certificates(List.of(certificate));
  }

  /** Writes {@link #certificatePem()} to this file and returns it. */
  public Path writeCertificate(Path file) {
    return Pem.write(file, certificatePem());
  }

  /** A client's TLS context of the JDK that trusts this authority only. */
  public SSLContext clientContext() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("root", certificate);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  KeyPair keys() {
    return keys;
  }

  /** What a server must send between its leaf and the root. */
  List<X509Certificate> chainBelowRoot() {
    List<X509Certificate> chain = new ArrayList<>();
    if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
      chain.add(certificate);
      chain.addAll(intermediates);
    }
    return chain;
  }
}
