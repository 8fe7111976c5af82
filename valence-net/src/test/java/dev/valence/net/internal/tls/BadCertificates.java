package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.internal.tls.CertificateLab.Issued;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/** The table of server certificates and what Chromium says to each; null: it is good. */
final class BadCertificates {
  static final Issued ROOT = CertificateLab.root("Valence Test Root");
  private static final Issued OTHER_ROOT = CertificateLab.root("Somebody Else");
  private static final Issued INTERMEDIATE =
      CertificateLab.certificate("CN=Intermediate").authority().by(ROOT).issue();
  private static final Issued OTHER_INTERMEDIATE =
      CertificateLab.certificate("CN=Other Intermediate").authority().by(INTERMEDIATE).issue();

  private BadCertificates() {}

  /** A server's chain and the verdict for host {@code server.test}. */
  record Case(String name, Issued leaf, List<X509Certificate> others, @Nullable NetError expected) {
    X509Certificate[] chain() {
      X509Certificate[] chain = new X509Certificate[others.size() + 1];
      chain[0] = leaf.certificate();
      for (int i = 0; i < others.size(); i++) {
        chain[i + 1] = others.get(i);
      }
      return chain;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static CertificateLab server() {
    return CertificateLab.certificate("CN=server").dns("server.test").ip("127.0.0.1");
  }

  private static Case of(
      String name, CertificateLab leaf, @Nullable NetError expected, Issued... others) {
    return new Case(
        name, leaf.issue(), List.of(others).stream().map(Issued::certificate).toList(), expected);
  }

  static Case good() {
    return of("good", server().by(ROOT), null);
  }

  static List<Case> all() {
    Issued clientsOnly =
        CertificateLab.certificate("CN=Client CA")
            .authority()
            .usage(KeyPurposeId.id_kp_clientAuth)
            .by(ROOT)
            .issue();
    Issued notAnAuthority = server().by(ROOT).issue();
    Issued constrained =
        CertificateLab.certificate("CN=Constrained")
            .authority()
            .permits("other.test")
            .by(ROOT)
            .issue();
    Issued weakIntermediate =
        CertificateLab.certificate("CN=Weak").authority().rsa(1000).by(ROOT).issue();
    Issued oldIntermediate =
        CertificateLab.certificate("CN=Old").authority().expired().by(ROOT).issue();
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    return List.of(
        good(),
        of("good, RSA", server().rsa(2048).by(ROOT), null),
        of("good, through an intermediate", server().by(INTERMEDIATE), null, INTERMEDIATE),
        of("good, root sent too", server().by(INTERMEDIATE), null, INTERMEDIATE, ROOT),
        of(
            "good, chain in disorder",
            server().by(OTHER_INTERMEDIATE),
            null,
            OTHER_ROOT,
            INTERMEDIATE,
            OTHER_INTERMEDIATE),
        of("good, server usage", server().usage(KeyPurposeId.id_kp_serverAuth).by(ROOT), null),
        of("good, any usage", server().usage(KeyPurposeId.anyExtendedKeyUsage).by(ROOT), null),
        of("self-signed", server(), NetError.CERT_AUTHORITY_INVALID),
        of("unknown root", server().by(OTHER_ROOT), NetError.CERT_AUTHORITY_INVALID, OTHER_ROOT),
        of("intermediate missing", server().by(INTERMEDIATE), NetError.CERT_AUTHORITY_INVALID),
        of("expired", server().expired().by(ROOT), NetError.CERT_DATE_INVALID),
        of(
            "not yet valid",
            server().valid(tomorrow, tomorrow.plus(Duration.ofDays(9))).by(ROOT),
            NetError.CERT_DATE_INVALID),
        of(
            "intermediate expired",
            server().by(oldIntermediate),
            NetError.CERT_DATE_INVALID,
            oldIntermediate),
        of(
            "other name",
            CertificateLab.certificate("CN=server.test").dns("other.test").by(ROOT),
            NetError.CERT_COMMON_NAME_INVALID),
        of(
            "common name only",
            CertificateLab.certificate("CN=server.test").by(ROOT),
            NetError.CERT_COMMON_NAME_INVALID),
        of(
            "wildcard on a registry",
            CertificateLab.certificate("CN=server").dns("*.test").by(ROOT),
            NetError.CERT_COMMON_NAME_INVALID),
        of(
            "expired and other name",
            CertificateLab.certificate("CN=x").dns("other.test").expired().by(ROOT),
            NetError.CERT_COMMON_NAME_INVALID),
        of(
            "expired, other name, self-signed",
            CertificateLab.certificate("CN=x").dns("other.test").expired(),
            NetError.CERT_AUTHORITY_INVALID),
        of("SHA-1", server().hash("SHA1").by(ROOT), NetError.CERT_WEAK_SIGNATURE_ALGORITHM),
        of(
            "SHA-1 and expired",
            server().hash("SHA1").expired().by(ROOT),
            NetError.CERT_WEAK_SIGNATURE_ALGORITHM),
        of(
            "weak intermediate",
            server().by(weakIntermediate),
            NetError.CERT_WEAK_KEY,
            weakIntermediate),
        of(
            "for clients only",
            server().usage(KeyPurposeId.id_kp_clientAuth).by(ROOT),
            NetError.CERT_INVALID),
        of(
            "authority for clients only",
            server().by(clientsOnly),
            NetError.CERT_INVALID,
            clientsOnly),
        of(
            "issuer is no authority",
            server().by(notAnAuthority),
            NetError.CERT_INVALID,
            notAnAuthority),
        of(
            "issuer is no authority, expired",
            server().expired().by(notAnAuthority),
            NetError.CERT_INVALID,
            notAnAuthority),
        of(
            "name constraint",
            server().by(constrained),
            NetError.CERT_NAME_CONSTRAINT_VIOLATION,
            constrained));
  }
}
