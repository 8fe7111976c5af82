package dev.valence.net.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.testkit.TestAuthority;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RevocationListsTest {
  private static final TestAuthority ROOT = TestAuthority.create("Listing Root");
  private static final X509Certificate LEAF = ROOT.issue("server.test").certificate();
  private static final Instant NOW = Instant.now();
  private static final Duration DAY = Duration.ofDays(1);

  private static @Nullable NetError verdict(X509CRL... lists) throws CertificateException {
    CertificateVerifier verifier =
        new CertificateVerifier(
            new TrustRoots(List.of(Root.of(ROOT.certificate()))),
            List.of(lists),
            null,
            "test"::equals,
            Clock.systemUTC());
    try {
      verifier.verify(new X509Certificate[] {LEAF}, "server.test");
      return null;
    } catch (CertificateVerificationException e) {
      return e.error();
    }
  }

  @Test
  void aListedCertificateIsRevoked() throws Exception {
    X509CRL fresh = ROOT.revoke(NOW.minus(DAY), NOW.plus(DAY));
    X509CRL with = ROOT.revoke(NOW.minus(DAY), NOW.plus(DAY), LEAF);
    assertThat(verdict()).isNull();
    assertThat(verdict(fresh)).isNull();
    assertThat(verdict(with)).isEqualTo(NetError.CERT_REVOKED);
    assertThat(verdict(fresh, with)).isEqualTo(NetError.CERT_REVOKED);
  }

  @Test
  void aListThatIsOldOrForgedProvesNothing() throws Exception {
    X509CRL old = ROOT.revoke(NOW.minus(DAY.multipliedBy(3)), NOW.minus(DAY));
    X509CRL early = ROOT.revoke(NOW.plus(DAY), NOW.plus(DAY.multipliedBy(2)));
    X509CRL forged =
        TestAuthority.create("Listing Root").revoke(NOW.minus(DAY), NOW.plus(DAY), LEAF);
    X509CRL others = TestAuthority.create("Other").revoke(NOW.minus(DAY), NOW.plus(DAY));
    assertThat(verdict(old)).isEqualTo(NetError.CERT_UNABLE_TO_CHECK_REVOCATION);
    assertThat(verdict(early)).isEqualTo(NetError.CERT_UNABLE_TO_CHECK_REVOCATION);
    assertThat(verdict(forged)).isEqualTo(NetError.CERT_UNABLE_TO_CHECK_REVOCATION);
    assertThat(verdict(others)).isNull();
    assertThat(verdict(old, ROOT.revoke(NOW.minus(DAY), NOW.plus(DAY)))).isNull();
    // Revoked is for ever.
    assertThat(verdict(ROOT.revoke(NOW.minus(DAY.multipliedBy(3)), NOW.minus(DAY), LEAF)))
        .isEqualTo(NetError.CERT_REVOKED);
  }

  @Test
  void aRootOfTheSystemIsKnownAndAnAddedOneIsNot() throws Exception {
    Root root = Root.of(ROOT.certificate());
    assertThat(new TrustRoots(List.of(root)).isKnown(ROOT.certificate())).isFalse();
    assertThat(new TrustRoots(List.of(), List.of(root)).isKnown(ROOT.certificate())).isTrue();
  }

  @Test
  void cipherSuitesOfTls13CannotBeDisabled() {
    assertThat(CipherSuites.offered(java.util.Set.of(0x009c, 0x1301, 0xffff)))
        .contains("TLS_AES_128_GCM_SHA256")
        .doesNotContain("TLS_RSA_WITH_AES_128_GCM_SHA256")
        .hasSize(CipherSuites.values().length - 1);
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    assertThatThrownBy(
            () -> dev.valence.net.tls.ClientIdentity.of(ROOT.issue("a.test").key(), List.of(LEAF)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
