package dev.valence.net.internal.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes good and bad certificates, every fault on its own. */
final class CertificateLab {
  /** A certificate and its key. */
  record Issued(X509Certificate certificate, PrivateKey key) {}

  private static final SecureRandom RANDOM = new SecureRandom();

  private final X500Principal subject;
  private @Nullable Issued issuer;
  private @Nullable X500Principal issuerName;
  private boolean authority;
  private int rsaBits;
  private String hash = "SHA256";
  private Instant notBefore = Instant.now().minus(Duration.ofDays(30));
  private Instant notAfter = Instant.now().plus(Duration.ofDays(60));
  private final List<GeneralName> names = new ArrayList<>();
  private @Nullable KeyPurposeId usage;
  private @Nullable String permittedDomain;

  private CertificateLab(String subject) {
    this.subject = new X500Principal(subject);
  }

  static CertificateLab certificate(String subject) {
    return new CertificateLab(subject);
  }

  /** A root, self-signed. */
  static Issued root(String name) {
    return certificate("CN=" + name).authority().issue();
  }

  CertificateLab by(Issued issuer) {
    this.issuer = issuer;
    return this;
  }

  /** Writes the issuer's name in other words than the issuer's certificate does. */
  CertificateLab issuerName(String name) {
    this.issuerName = new X500Principal(name);
    return this;
  }

  CertificateLab authority() {
    this.authority = true;
    return this;
  }

  /** An RSA key of this size in place of P-256. */
  CertificateLab rsa(int bits) {
    this.rsaBits = bits;
    return this;
  }

  CertificateLab hash(String name) {
    this.hash = name;
    return this;
  }

  CertificateLab valid(Instant from, Instant until) {
    this.notBefore = from;
    this.notAfter = until;
    return this;
  }

  CertificateLab expired() {
    return valid(Instant.now().minus(Duration.ofDays(50)), Instant.now().minus(Duration.ofDays(1)));
  }

  CertificateLab dns(String... dnsNames) {
    for (String name : dnsNames) {
      names.add(new GeneralName(GeneralName.dNSName, name));
    }
    return this;
  }

  CertificateLab ip(String... addresses) {
    for (String address : addresses) {
      names.add(new GeneralName(GeneralName.iPAddress, address));
    }
    return this;
  }

  CertificateLab usage(KeyPurposeId only) {
    this.usage = only;
    return this;
  }

  CertificateLab permits(String domain) {
    this.permittedDomain = domain;
    return this;
  }

  Issued issue() {
    try {
      KeyPair keys = keys();
      PrivateKey signingKey = issuer == null ? keys.getPrivate() : issuer.key();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuerName(),
              new BigInteger(64, RANDOM).add(BigInteger.ONE),
              Date.from(notBefore),
              Date.from(notAfter),
              subject,
              keys.getPublic());
      addExtensions(builder);
      String algorithm =
          hash + "with" + (signingKey.getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
      return new Issued(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder(algorithm).build(signingKey))),
          keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X500Principal issuerName() {
    if (issuerName != null) {
      return issuerName;
    }
    return issuer == null ? subject : issuer.certificate().getSubjectX500Principal();
  }

  private void addExtensions(JcaX509v3CertificateBuilder builder) throws CertIOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(new GeneralName[0])));
    }
    if (usage != null) {
      builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(usage));
    }
    if (permittedDomain != null) {
      builder.addExtension(
          Extension.nameConstraints,
          true,
          new NameConstraints(
              new GeneralSubtree[] {
                new GeneralSubtree(new GeneralName(GeneralName.dNSName, permittedDomain))
              },
              null));
    }
  }

  private KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(rsaBits > 0 ? "RSA" : "EC");
    if (rsaBits > 0) {
      generator.initialize(rsaBits);
    } else {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    return generator.generateKeyPair();
  }
}
