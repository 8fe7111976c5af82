package dev.valence.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NettyWatch;
import dev.valence.net.RoadClient;
import dev.valence.testkit.KeyKind;
import dev.valence.testkit.Nginx;
import dev.valence.testkit.OpensslServer;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client shows a certificate to nginx and openssl. */
@Tag("peers")
@Timeout(120)
final class ClientCertificateTest {
  private static final TestAuthority CLIENTS = TestAuthority.create("Client Root");

  @TempDir Path folder;

  @AfterAll
  static void noLeak() {
    NettyWatch.assertNoLeak();
  }

  private static ClientIdentity client(String name, KeyKind kind) {
    TestIdentity identity = CLIENTS.leaf().subject(name).key(kind).issue();
    return ClientIdentity.of(identity.key(), identity.chain());
  }

  private Nginx nginx() throws Exception {
    Path roots = CLIENTS.writeCertificate(folder.resolve("clients.pem"));
    return Nginx.builder()
        .serverConfig(
            "ssl_verify_client on; ssl_client_certificate "
                + roots
                + "; location = /who { return 200 \"$ssl_client_s_dn\"; }")
        .start();
  }

  private static TlsSettings.Builder trusting(TlsProvider provider) {
    return TlsSettings.builder()
        .provider(provider)
        .systemRoots(false)
        .extraRoot(TestAuthority.shared().certificate());
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void nginxSeesTheCertificate(TlsProvider provider) throws Exception {
    try (Nginx nginx = nginx()) {
      for (KeyKind kind : new KeyKind[] {KeyKind.EC_P256, KeyKind.RSA_2048}) {
        TlsSettings settings =
            trusting(provider)
                .clientCertificate("other.test", client("other", kind))
                .clientCertificate("localhost", client("mine", kind))
                .build();
        try (RoadClient client = RoadClient.with().tls(settings).start()) {
          assertThat(client.get(nginx.httpsOrigin() + "/who").text()).isEqualTo("CN=mine");
          assertThat(client.get(nginx.http2Origin() + "/who").text()).isEqualTo("CN=mine");
          // A change of the settings takes the identity away from later requests.
          client.context().tls().settings(trusting(provider).build());
          assertThat(client.get(nginx.httpsOrigin() + "/who").text()).contains("400");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void aChooserIsAskedOnceUntilItsChoiceIsForgotten(TlsProvider provider) throws Exception {
    ClientIdentity mine = client("mine", KeyKind.EC_P256);
    TestIdentity foreign = TestAuthority.create("Somebody Else").leaf().subject("no").issue();
    TlsSettings settings =
        trusting(provider)
            .clientCertificate(ClientIdentity.of(foreign.key(), foreign.chain()))
            .clientCertificate(mine)
            .build();
    BlockingQueue<ClientCertificateQuestion> asked = new LinkedBlockingQueue<>();
    try (Nginx nginx = nginx();
        RoadClient client = RoadClient.with().tls(settings).start()) {
      String url = nginx.httpsOrigin() + "/who";
      TlsControl tls = client.context().tls();
      tls.chooser(
          question -> {
            asked.add(question);
            question.choose(question.identities().get(0));
          });
      assertThat(client.get(url).text()).isEqualTo("CN=mine");
      client.context().closeAllConnections().join();
      assertThat(client.get(url).text()).isEqualTo("CN=mine");
      ClientCertificateQuestion first = asked.remove();
      assertThat(asked).isEmpty();
      assertThat(first.host()).isEqualTo("localhost");
      assertThat(first.identities()).containsExactly(mine);
      assertThat(first.issuers()).containsExactly(CLIENTS.certificate().getSubjectX500Principal());
      assertThat(first.choose(null)).isFalse();

      tls.forgetClientCertificates();
      assertThat(client.get(url).text()).isEqualTo("CN=mine");
      assertThat(asked).hasSize(1);

      tls.chooser(question -> question.choose(null));
      assertThat(client.get(url).text()).contains("400");
      tls.chooser(ClientCertificateQuestion::cancel);
      assertThat(client.get(url).error()).isEqualTo(NetError.SSL_CLIENT_AUTH_CERT_NEEDED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void aServerThatInsistsRefusesToGoOnWithout(TlsProvider provider) throws Exception {
    Path roots = CLIENTS.writeCertificate(folder.resolve("clients.pem"));
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      try (OpensslServer server =
              OpensslServer.start(
                  TestAuthority.shared().localhost(),
                  version,
                  "-Verify",
                  "3",
                  "-verify_return_error",
                  "-CAfile",
                  roots.toString());
          RoadClient client = RoadClient.with().tls(trusting(provider).build()).start()) {
        assertThat(client.get(server.url("localhost")).error())
            .as(version)
            .isEqualTo(NetError.BAD_SSL_CLIENT_AUTH_CERT);
      }
    }
  }

  @Test
  void keysAreReadFromPemAndKeyStores() throws Exception {
    for (KeyKind kind : new KeyKind[] {KeyKind.EC_P256, KeyKind.RSA_2048}) {
      TestIdentity identity = CLIENTS.leaf().subject("pem").key(kind).issue();
      Path certificate = identity.writeCertificate(folder.resolve("c.pem"));
      Path key = identity.writeKey(folder.resolve("k.pem"));
      assertThat(ClientIdentity.ofPem(certificate, key, new char[0]).certificate())
          .isEqualTo(identity.certificate());
      for (String[] form :
          new String[][] {
            {"pkey", "-traditional"},
            {"pkcs8", "-topk8", "-passout", "pass:secret", "-v2", "aes-256-cbc"}
          }) {
        Path other = folder.resolve("other.pem");
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(form));
        command.addAll(List.of("-in", key.toString(), "-out", other.toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        assertThat(ClientIdentity.ofPem(certificate, other, "secret".toCharArray()).certificate())
            .isEqualTo(identity.certificate());
      }
      assertThat(ClientIdentity.of(identity.keyStore(), new char[0])).hasSize(1);
    }
    Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "no key");
    assertThatThrownBy(() -> ClientIdentity.ofPem(rubbish, rubbish, new char[0]))
        .hasMessageContaining("rubbish.pem");
    TestIdentity one = CLIENTS.leaf().issue();
    TestIdentity two = CLIENTS.leaf().issue();
    assertThatThrownBy(() -> ClientIdentity.of(one.key(), two.chain()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPatternIsAHostOrAllBelowADomain() {
    ClientIdentity identity = client("x", KeyKind.EC_P256);
    ClientCertificateRule below = new ClientCertificateRule("*.A.test", identity);
    assertThat(below.covers("b.a.test")).isTrue();
    assertThat(below.covers("a.test")).isFalse();
    assertThat(below.covers("ba.test")).isFalse();
    assertThat(new ClientCertificateRule("*", identity).covers("any")).isTrue();
    for (String bad : new String[] {"", "*.", "a*b", "https://a", "*.*"}) {
      assertThatThrownBy(() -> new ClientCertificateRule(bad, identity))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
