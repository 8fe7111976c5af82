package dev.valence.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.tls.TlsVersion;
import dev.valence.testkit.KeyKind;
import dev.valence.testkit.OpensslServer;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestIdentity;
import dev.valence.testkit.TestServer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session's own words on certificates and versions of TLS. */
class SessionTlsTest {
  private static final int WAIT_SECONDS = 30;

  private Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  private Session session() {
    return valence.session().defaultSession();
  }

  private static TestServer secure() throws Exception {
    return TestServer.builder().tls().start(exchange -> exchange.respond(200, "safe"));
  }

  private static String text(Session session, String url) throws Exception {
    Response response = session.fetch(url).get(WAIT_SECONDS, TimeUnit.SECONDS);
    return response.text().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static NetError error(Session session, String url) throws Exception {
    try {
      text(session, url);
    } catch (ExecutionException e) {
      return ((NetException) e.getCause()).error();
    }
    throw new AssertionError(url + " was fetched");
  }

  @Test
  void s199_aProcMayAcceptWhatTheVerificationRefuses() throws Exception {
    AtomicReference<CertificateVerifyRequest> seen = new AtomicReference<>();
    try (TestServer server = secure()) {
      session()
          .setCertificateVerifyProc(
              (request, callback) -> {
                seen.set(request);
                callback.complete(CertificateVerifyCallback.ACCEPT);
              });
      assertThat(text(session(), server.url("/"))).isEqualTo("safe");
      assertThat(seen.get().verificationResult()).isEqualTo("net::ERR_CERT_AUTHORITY_INVALID");
      assertThat(seen.get().errorCode()).isEqualTo(-202);
    }
  }

  @Test
  void s201_aRefusalIsKept() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (TestServer server = secure()) {
      session()
          .setCertificateVerifyProc(
              (request, callback) -> {
                asked.incrementAndGet();
                callback.complete(CertificateVerifyCallback.FAIL);
              });
      assertThat(error(session(), server.url("/first"))).isEqualTo(NetError.FAILED);
      assertThat(error(session(), server.url("/second"))).isEqualTo(NetError.FAILED);
      assertThat(asked).hasValue(1);
      assertThat(server.requestCount()).isZero();

      // Another proc is asked anew; its number is the error.
      session().setCertificateVerifyProc((request, callback) -> callback.complete(-206));
      assertThat(error(session(), server.url("/"))).isEqualTo(NetError.CERT_REVOKED);
      session().setCertificateVerifyProc((request, callback) -> callback.complete(-3));
      assertThat(error(session(), server.url("/"))).isEqualTo(NetError.CERT_AUTHORITY_INVALID);
    }
  }

  @Test
  void s202_aProcDoesNotDisturbWhatRuns() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    try (TestServer server =
        TestServer.builder()
            .tls()
            .start(
                exchange -> {
                  go.join();
                  exchange.respond(200, "safe");
                })) {
      Session other = valence.session().fromPartition("other");
      Session running = valence.session().fromPartition("running");
      running.setTlsSettings(
          running.tlsSettings().toBuilder()
              .extraRoot(TestAuthority.shared().certificate())
              .build());
      CompletableFuture<Response> fetch = running.fetch(server.url("/"));
      server.takeRequest();
      other.setCertificateVerifyProc((request, callback) -> callback.complete(-2));
      running.setCertificateVerifyProc((request, callback) -> callback.complete(-2));
      go.complete(null);
      assertThat(fetch.get(WAIT_SECONDS, TimeUnit.SECONDS).text().join()).isEqualTo("safe");
      // The connection is there, but not for a request under another proc.
      assertThat(error(running, server.url("/"))).isEqualTo(NetError.FAILED);
    }
  }

  @Test
  @Tag("peers")
  void s203_aNewConfigHoldsForLaterRequests() throws Exception {
    TestIdentity identity =
        TestAuthority.create("x").leaf().names("localhost").key(KeyKind.RSA_2048).issue();
    try (OpensslServer server =
        OpensslServer.start(identity, "-tls1_2", "-cipher", "AES128-GCM-SHA256")) {
      String url = server.url("localhost");
      assertThat(error(session(), url)).isEqualTo(NetError.CERT_AUTHORITY_INVALID);
      session().setSSLConfig(SslConfig.builder().disabledCipherSuites(0x009c).build());
      assertThat(error(session(), url)).isEqualTo(NetError.SSL_VERSION_OR_CIPHER_MISMATCH);
      session().setSSLConfig(SslConfig.builder().minVersion("tls1.3").build());
      assertThat(error(session(), url)).isEqualTo(NetError.SSL_VERSION_OR_CIPHER_MISMATCH);
      assertThat(error(valence.session().fromPartition("other"), url))
          .isEqualTo(NetError.CERT_AUTHORITY_INVALID);
    }
  }

  @Test
  void s205_nullReturnsToTheVerification() throws Exception {
    try (TestServer server = secure()) {
      session().setCertificateVerifyProc((request, callback) -> callback.complete(0));
      assertThat(text(session(), server.url("/"))).isEqualTo("safe");
      session().setCertificateVerifyProc(null);
      assertThat(error(session(), server.url("/"))).isEqualTo(NetError.CERT_AUTHORITY_INVALID);
    }
  }

  @Test
  void s206_theRequestHasElectronsFields() throws Exception {
    X509Certificate root = TestAuthority.shared().certificate();
    session().setTlsSettings(session().tlsSettings().toBuilder().extraRoot(root).build());
    BlockingQueue<CertificateVerifyRequest> seen = new LinkedBlockingQueue<>();
    BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
    try (TestServer server = secure()) {
      session()
          .setCertificateVerifyProc(
              (request, callback) -> {
                seen.add(request);
                try {
                  callback.complete(7);
                } catch (IllegalArgumentException e) {
                  thrown.add(e);
                }
                callback.complete(CertificateVerifyCallback.USE_VERIFICATION_RESULT);
                try {
                  callback.complete(CertificateVerifyCallback.FAIL);
                } catch (IllegalStateException e) {
                  thrown.add(e);
                }
              });
      assertThat(text(session(), server.url("localhost", "/"))).isEqualTo("safe");
      CertificateVerifyRequest request = seen.remove();
      assertThat(request.hostname()).isEqualTo("localhost");
      assertThat(request.verificationResult()).isEqualTo("OK");
      assertThat(request.errorCode()).isZero();
      assertThat(request.isIssuedByKnownRoot()).isFalse();
      assertThat(request.certificate().x509())
          .isEqualTo(TestAuthority.shared().localhost().certificate());
      assertThat(request.validatedCertificate().issuerCert().x509()).isEqualTo(root);
      assertThat(thrown).hasSize(2);
    }
  }

  @Test
  void s207_aCertificateHasElectronsFields() {
    X509Certificate x509 = TestAuthority.shared().localhost().certificate();
    X509Certificate root = TestAuthority.shared().certificate();
    Certificate certificate = Certificate.of(List.of(x509, root));
    assertThat(certificate.data()).startsWith("-----BEGIN CERTIFICATE-----\n").endsWith("-----\n");
    assertThat(certificate.issuerName()).isEqualTo("Valence Test Root");
    assertThat(certificate.issuer().commonName()).isEqualTo("Valence Test Root");
    assertThat(certificate.issuerCert()).isEqualTo(Certificate.of(root));
    assertThat(certificate.subjectName()).isEqualTo("Valence Test");
    assertThat(certificate.serialNumber()).matches("([0-9A-F]{2})+");
    assertThat(certificate.validStart()).isEqualTo(x509.getNotBefore().getTime() / 1000);
    assertThat(certificate.validExpiry()).isEqualTo(x509.getNotAfter().getTime() / 1000);
    assertThat(certificate.fingerprint()).matches("sha256/[A-Za-z0-9+/]{43}=");
    CertificatePrincipal whole =
        dev.valence.internal.tls.CertificateFields.principal(
            new javax.security.auth.x500.X500Principal(
                "CN=a\\, b, OU=u1, OU=u2, O=o, L=l, ST=s, C=DE"));
    assertThat(whole)
        .isEqualTo(
            new CertificatePrincipal(
                "a, b", whole.organizations(), whole.organizationUnits(), "l", "s", "DE"));
    assertThat(whole.organizations()).containsExactly("o");
    assertThat(whole.organizationUnits()).containsExactlyInAnyOrder("u1", "u2");
  }

  @Test
  void aLateVerdictIsKeptForTheNextConnection() throws Exception {
    valence.close();
    valence = Valence.builder().timeouts(Timeouts.DEFAULT.withTls(Duration.ofMillis(500))).build();
    BlockingQueue<CertificateVerifyCallback> waiting = new LinkedBlockingQueue<>();
    try (TestServer server = secure()) {
      session().setCertificateVerifyProc((request, callback) -> waiting.add(callback));
      assertThat(error(session(), server.url("/"))).isEqualTo(NetError.TIMED_OUT);
      // A second connection waits for the same answer, and does not ask.
      assertThat(error(session(), server.url("/"))).isEqualTo(NetError.TIMED_OUT);
      assertThat(waiting).hasSize(1);
      waiting.remove().complete(CertificateVerifyCallback.ACCEPT);
      assertThat(text(session(), server.url("/"))).isEqualTo("safe");
      assertThat(waiting).isEmpty();
    }
  }

  @Test
  void aProcThatThrowsRefuses() throws Exception {
    try (TestServer server = secure()) {
      session()
          .setCertificateVerifyProc(
              (request, callback) -> {
                throw new IllegalStateException("of the test");
              });
      assertThat(error(session(), server.url("/"))).isEqualTo(NetError.FAILED);
    }
  }

  @Test
  void oldVersionsAreNoLimitBelowAndNoneAbove() {
    assertThat(SslConfig.builder().minVersion("tls1").build().minVersion())
        .isEqualTo(TlsVersion.TLS_1_2);
    assertThatThrownBy(() -> SslConfig.builder().maxVersion("tls1.1"))
        .hasMessageContaining("tls1.2");
    assertThatThrownBy(() -> SslConfig.builder().minVersion("ssl3")).hasMessageContaining("ssl3");
    assertThatThrownBy(() -> SslConfig.builder().disabledCipherSuites(0x10000))
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> SslConfig.builder().minVersion("tls1.3").maxVersion("tls1.2").build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
