package dev.valence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateExpiredException;
import java.security.interfaces.RSAPublicKey;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificatesTest {
  private static final TestAuthority ROOT = TestAuthority.create("Root of this test");

  private static int statusWith(TestIdentity identity) throws Exception {
    try (TestServer server =
        TestServer.builder().tls(identity).start(exchange -> exchange.respond(200, "ok"))) {
      return HttpClient.newBuilder()
          .sslContext(ROOT.clientContext())
          .build()
          .send(
              HttpRequest.newBuilder(URI.create(server.url("/"))).build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyKind.class,
      names = {"EC_P256", "EC_P384", "RSA_2048"})
  void goodOnesAreAccepted(KeyKind kind) throws Exception {
    assertThat(statusWith(ROOT.leaf().names("localhost").key(kind).issue())).isEqualTo(200);
  }

  @Test
  void aChainWithAnIntermediate() throws Exception {
    TestIdentity leaf = ROOT.intermediate("Middle").intermediate("Lower").issue("localhost");

    assertThat(leaf.chain()).hasSize(3);
    assertThat(statusWith(leaf)).isEqualTo(200);
    assertThatThrownBy(() -> statusWith(leaf.withoutIntermediates()))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void badOnesAreRefused() {
    assertThatThrownBy(() -> statusWith(ROOT.leaf().names("localhost").expired().issue()))
        .hasStackTraceContaining(CertificateExpiredException.class.getSimpleName());
    assertThatThrownBy(() -> statusWith(ROOT.leaf().names("localhost").notYetValid().issue()))
        .isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> statusWith(ROOT.issue("other.example")))
        .isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> statusWith(TestIdentity.selfSigned("localhost")))
        .isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> statusWith(ROOT.leaf().names("localhost").clientOnly().issue()))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void weakKeysAndPem() {
    TestIdentity weak = ROOT.leaf().names("localhost").key(KeyKind.RSA_1024).issue();

    assertThat(((RSAPublicKey) weak.certificate().getPublicKey()).getModulus().bitLength())
        .isEqualTo(1024);
    assertThat(weak.certificatePem()).startsWith("-----BEGIN CERTIFICATE-----\n");
    assertThat(weak.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(ROOT.leaf().signature("SHA1withECDSA").issue().certificate().getSigAlgName())
        .isEqualTo("SHA1withECDSA");
  }
}
