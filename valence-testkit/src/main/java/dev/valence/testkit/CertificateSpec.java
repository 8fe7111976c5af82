package dev.valence.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate shall say, good or bad. Without settings: key P-256, valid from an hour ago
 * for 90 days, for server and client use, no names.
 */
public final class CertificateSpec {
  private static final SecureRandom SERIALS = new SecureRandom();

  private final @Nullable TestAuthority issuer;
  private final List<String> names = new ArrayList<>();
  private String subject = "Valence Test";
  private Instant notBefore = Instant.now().minus(Duration.ofHours(1));
  private Instant notAfter = Instant.now().plus(Duration.ofDays(90));
  private KeyKind kind = KeyKind.EC_P256;
  private @Nullable String signature;
  private boolean mustStaple;
  private List<KeyPurposeId> purposes =
      List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

  private CertificateSpec(@Nullable TestAuthority issuer) {
    this.issuer = issuer;
  }

  static CertificateSpec issuedBy(TestAuthority authority) {
    return new CertificateSpec(authority);
  }

  /** A certificate signed by its own key. */
  public static CertificateSpec selfSigned() {
    return new CertificateSpec(null);
  }

  /** Host names (wildcards too) and IP addresses for the subjectAltName. */
  public CertificateSpec names(String... hostsAndAddresses) {
    names.addAll(List.of(hostsAndAddresses));
    return this;
  }

  /** The common name. It is not a host name for any client of today. */
  public CertificateSpec subject(String commonName) {
    this.subject = commonName;
    return this;
  }

  /** The first moment of validity. */
  public CertificateSpec notBefore(Instant moment) {
    this.notBefore = moment;
    return this;
  }

  /** The last moment of validity. */
  public CertificateSpec notAfter(Instant moment) {
    this.notAfter = moment;
    return this;
  }

  /** Valid until yesterday. */
  public CertificateSpec expired() {
    return notBefore(Instant.now().minus(Duration.ofDays(30)))
        .notAfter(Instant.now().minus(Duration.ofDays(1)));
  }

  /** Valid from tomorrow. */
  public CertificateSpec notYetValid() {
    return notBefore(Instant.now().plus(Duration.ofDays(1)))
        .notAfter(Instant.now().plus(Duration.ofDays(30)));
  }

  /** The kind of the subject's key. */
  public CertificateSpec key(KeyKind keyKind) {
    this.kind = keyKind;
    return this;
  }

  /** The signature algorithm by its Java name, such as {@code SHA1withECDSA}. */
  public CertificateSpec signature(String algorithm) {
    this.signature = algorithm;
    return this;
  }

  /** Allows client use only: a server must not show it. */
  public CertificateSpec clientOnly() {
    this.purposes = List.of(KeyPurposeId.id_kp_clientAuth);
    return this;
  }

  /** Allows the signing of OCSP responses only (RFC 6960 §4.2.2.2). */
  public CertificateSpec ocspSigning() {
    this.purposes = List.of(KeyPurposeId.id_kp_OCSPSigning);
    return this;
  }

  /** Demands a stapled OCSP response (RFC 7633). */
  public CertificateSpec mustStaple() {
    this.mustStaple = true;
    return this;
  }

  /** Makes the key and the certificate. */
  public TestIdentity issue() {
    KeyPair keys = kind.generate();
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(sign(keys, false));
    if (issuer != null) {
      chain.addAll(issuer.chainBelowRoot());
    }
    return new TestIdentity(keys.getPrivate(), chain);
  }

  TestAuthority issueAuthority() {
    KeyPair keys = kind.generate();
    return new TestAuthority(
        keys, sign(keys, true), issuer == null ? List.of() : issuer.chainBelowRoot());
  }

  private X509Certificate sign(KeyPair keys, boolean authority) {
    KeyPair signer = issuer == null ? keys : issuer.keys();
    X500Principal self = new X500Principal("CN=" + subject);
    X500Principal from = issuer == null ? self : issuer.certificate().getSubjectX500Principal();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            from,
            new BigInteger(64, SERIALS).add(BigInteger.ONE),
            Date.from(notBefore),
            Date.from(notAfter),
            self,
            keys.getPublic());
    try {
      extend(builder, keys.getPublic(), signer.getPublic(), authority);
      String algorithm = signature != null ? signature : usualSignature(signer);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
    } catch (OperatorCreationException | IOException | GeneralSecurityException e) {
      throw new IllegalStateException("This certificate cannot be made: " + subject, e);
    }
  }

  private void extend(
      JcaX509v3CertificateBuilder builder, PublicKey own, PublicKey signer, boolean authority)
      throws IOException, GeneralSecurityException {
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(own));
    builder.addExtension(
        Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(signer));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (authority) {
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return;
    }
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
    if (mustStaple) {
      builder.addExtension(
          new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24"),
          false,
          new DERSequence(new ASN1Integer(5)));
    }
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              names.stream().map(CertificateSpec::generalName).toArray(GeneralName[]::new)));
    }
  }

  private static GeneralName generalName(String name) {
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private static String usualSignature(KeyPair signer) {
    return switch (signer.getPublic().getAlgorithm()) {
      case "RSA" -> KeyKind.RSA_2048.signature();
      case "EC" -> KeyKind.EC_P256.signature();
      default -> KeyKind.ED25519.signature();
    };
  }
}
