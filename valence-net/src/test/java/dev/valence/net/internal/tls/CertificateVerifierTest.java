package dev.valence.net.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.internal.tls.BadCertificates.Case;
import dev.valence.net.internal.tls.CertificateLab.Issued;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CertificateVerifierTest {
  private static final Predicate<String> REGISTRIES = "test"::equals;
  private static final TrustRoots ROOTS = trusting(BadCertificates.ROOT);

  private final CertificateVerifier verifier =
      new CertificateVerifier(ROOTS, REGISTRIES, Clock.systemUTC());

  private static TrustRoots trusting(Issued root) {
    try {
      return new TrustRoots(List.of(Root.ofDer(root.certificate().getEncoded())));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Case> certificates() {
    return BadCertificates.all();
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void eachCertificateHasChromiumsError(Case certificate) {
    assertVerdict(certificate.chain(), "server.test", certificate.expected());
    // The verdict of a second look, perhaps from the cache, is the same.
    assertVerdict(certificate.chain(), "server.test", certificate.expected());
  }

  @Test
  void aGoodChainIsGoodForItsOwnHostsOnly() {
    X509Certificate[] chain = BadCertificates.good().chain();
    assertVerdict(chain, "server.test", null);
    assertThat(verifier.knows("server.test")).isTrue();
    assertThat(verifier.knows("127.0.0.1")).isFalse();
    assertVerdict(chain, "127.0.0.1", null);
    assertVerdict(chain, "www.server.test", NetError.CERT_COMMON_NAME_INVALID);
    assertVerdict(chain, "127.0.0.2", NetError.CERT_COMMON_NAME_INVALID);
    assertThat(verifier.knows("127.0.0.2")).isFalse();
  }

  @Test
  void aTrustedSelfSignedCertificateIsGoodAndStillHasDatesAndNames() {
    Issued self = CertificateLab.certificate("CN=x").dns("a.test").issue();
    CertificateVerifier trusting =
        new CertificateVerifier(trusting(self), REGISTRIES, Clock.systemUTC());
    X509Certificate[] chain = {self.certificate()};
    assertVerdict(trusting, chain, "a.test", null);
    assertVerdict(trusting, chain, "b.test", NetError.CERT_COMMON_NAME_INVALID);
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(100));
    assertVerdict(
        new CertificateVerifier(trusting(self), REGISTRIES, later),
        chain,
        "a.test",
        NetError.CERT_DATE_INVALID);
  }

  @Test
  void aKnownVerdictEndsWithTheCertificate() {
    Instant start = Instant.now();
    MovingClock clock = new MovingClock(start);
    CertificateVerifier moving = new CertificateVerifier(ROOTS, REGISTRIES, clock);
    X509Certificate[] chain = {
      CertificateLab.certificate("CN=short")
          .dns("a.test")
          .valid(start.minusSeconds(60), start.plusSeconds(600))
          .by(BadCertificates.ROOT)
          .issue()
          .certificate()
    };
    assertVerdict(moving, chain, "a.test", null);
    clock.now = start.plusSeconds(500);
    assertThat(moving.knows("a.test")).isTrue();
    clock.now = start.plusSeconds(700);
    assertThat(moving.knows("a.test")).isFalse();
    assertVerdict(moving, chain, "a.test", NetError.CERT_DATE_INVALID);
    clock.now = start.minusSeconds(70);
    assertVerdict(moving, chain, "a.test", NetError.CERT_DATE_INVALID);
  }

  @Test
  void anIssuersNameMayDifferFromTheRootsInCaseAndSpaces() throws Exception {
    Issued root = CertificateLab.root("Some Root");
    X509Certificate renamed =
        CertificateLab.certificate("CN=server")
            .dns("server.test")
            .by(root)
            .issuerName("CN=SOME   root")
            .issue()
            .certificate();
    CertificateVerifier trusting =
        new CertificateVerifier(trusting(root), REGISTRIES, Clock.systemUTC());
    assertVerdict(trusting, new X509Certificate[] {renamed}, "server.test", null);
  }

  @Test
  void theSubjectOfACutCertificateIsNotGuessed() throws Exception {
    byte[] der = BadCertificates.ROOT.certificate().getEncoded();
    assertThat(CertificateSubject.of(der))
        .isEqualTo(BadCertificates.ROOT.certificate().getSubjectX500Principal().getEncoded());
    for (int length = 0; length < der.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(der, length);
      assertThatThrownBy(() -> CertificateSubject.of(cut)).isInstanceOf(CertificateException.class);
    }
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bent = der.clone();
      bent[random.nextInt(100)] = (byte) random.nextInt();
      try {
        assertThat(CertificateSubject.of(bent)).hasSizeLessThan(der.length);
      } catch (CertificateException e) {
        assertThat(e).hasMessageStartingWith("not a certificate");
      }
    }
  }

  @Test
  void noCertificateAndEndlessChainsAreInvalid() {
    assertVerdict(new X509Certificate[0], "server.test", NetError.CERT_INVALID);
    X509Certificate[] many = new X509Certificate[100];
    java.util.Arrays.fill(many, BadCertificates.ROOT.certificate());
    assertVerdict(many, "server.test", NetError.CERT_INVALID);
  }

  @Test
  void aTangleOfAuthoritiesWithOneNameEndsSoon() {
    // All may have issued each other by name: looked at blindly, that is 30 factorial paths.
    X509Certificate[] tangle = new X509Certificate[31];
    for (int i = 1; i < tangle.length; i++) {
      tangle[i] = CertificateLab.certificate("CN=Tangle").authority().issue().certificate();
    }
    Issued issuer = CertificateLab.certificate("CN=Tangle").authority().issue();
    tangle[0] =
        CertificateLab.certificate("CN=x").dns("server.test").by(issuer).issue().certificate();
    assertVerdict(tangle, "server.test", NetError.CERT_AUTHORITY_INVALID);
  }

  @Test
  void theMessageNamesTheHostAndTheCertificate() {
    X509Certificate[] chain = {
      CertificateLab.certificate("CN=Old One")
          .dns("other.test")
          .by(BadCertificates.ROOT)
          .issue()
          .certificate()
    };
    assertThatThrownBy(() -> verifier.verify(chain, "server.test"))
        .hasMessageStartingWith("net::ERR_CERT_COMMON_NAME_INVALID")
        .hasMessageContaining("server.test")
        .hasMessageContaining("CN=Old One")
        .hasMessageContaining("other.test");
  }

  @Test
  void theMostSeriousFaultIsReported() {
    assertThat(
            CertificateFault.mostSerious(
                EnumSet.of(
                    CertificateFault.DATE, CertificateFault.NAME, CertificateFault.AUTHORITY)))
        .isEqualTo(CertificateFault.AUTHORITY);
  }

  private void assertVerdict(X509Certificate[] chain, String host, NetError expected) {
    assertVerdict(verifier, chain, host, expected);
  }

  private static void assertVerdict(
      CertificateVerifier verifier, X509Certificate[] chain, String host, NetError expected) {
    if (expected == null) {
      assertThatCode(() -> verifier.verify(chain, host)).doesNotThrowAnyException();
      return;
    }
    assertThatThrownBy(() -> verifier.verify(chain, host))
        .isInstanceOfSatisfying(
            CertificateVerificationException.class,
            refused -> assertThat(refused.error()).as(refused.getMessage()).isEqualTo(expected));
  }

  private static final class MovingClock extends Clock {
    private Instant now;

    MovingClock(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
