package dev.valence.net.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NettyWatch;
import dev.valence.net.RoadCall;
import dev.valence.net.RoadClient;
import dev.valence.net.tls.TlsProvider;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.OpensslServer;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** openssl as the server: each bad certificate, and what an authority staples. */
@Tag("peers")
@Timeout(120)
final class OpensslPeersTest {
  private static final List<TlsProvider> PROVIDERS =
      List.of(TlsProvider.BORINGSSL, TlsProvider.JSSE);

  @TempDir Path folder;

  @AfterAll
  static void noLeak() {
    NettyWatch.assertNoLeak();
  }

  private static RoadClient client(TlsSettings.Builder settings) {
    return RoadClient.with()
        .hostRules("MAP server.test 127.0.0.1")
        .tls(settings.systemRoots(false).build())
        .start();
  }

  static Stream<BadCertificates.Case> certificates() {
    return BadCertificates.all().stream()
        // openssl puts chains in order, or refuses to send them.
        .filter(certificate -> !certificate.name().contains("disorder"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void eachBadCertificateHasChromiumsError(BadCertificates.Case certificate) throws Exception {
    TestIdentity identity = TestIdentity.of(certificate.leaf().key(), List.of(certificate.chain()));
    // Level 0 lets openssl serve the weak ones.
    try (OpensslServer server = OpensslServer.start(identity, "-cipher", "ALL:@SECLEVEL=0")) {
      for (TlsProvider provider : PROVIDERS) {
        try (RoadClient client =
            client(
                TlsSettings.builder()
                    .provider(provider)
                    .extraRoot(BadCertificates.ROOT.certificate()))) {
          RoadCall call = client.get(server.url("server.test"));
          if (certificate.expected() == null) {
            assertThat(call.text()).contains("s_server");
          } else {
            assertThat(call.error()).isEqualTo(certificate.expected());
          }
        }
      }
    }
  }

  private RoadClient trusting(TestAuthority authority, TlsProvider provider) {
    return client(TlsSettings.builder().provider(provider).extraRoot(authority.certificate()));
  }

  private void assertStapled(
      TlsProvider provider,
      TestAuthority authority,
      TestIdentity identity,
      Path response,
      NetError expected)
      throws IOException {
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      try (OpensslServer server =
              OpensslServer.start(identity, version, "-status_file", response.toString());
          RoadClient client = trusting(authority, provider)) {
        RoadCall call = client.get(server.url("server.test"));
        if (expected == null) {
          assertThat(call.text()).as(version).contains("s_server");
        } else {
          assertThat(call.error()).as(version).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void aStapledAnswerOfTheAuthorityCounts(TlsProvider provider) throws Exception {
    TestAuthority authority = TestAuthority.create("Stapling Root");
    TestIdentity identity = authority.issue("server.test");
    TestIdentity signer = authority.identity();

    assertStapled(
        provider,
        authority,
        identity,
        OpensslServer.ocspResponse(authority, signer, identity, false, folder, "-ndays", "7"),
        null);
    assertStapled(
        provider,
        authority,
        identity,
        OpensslServer.ocspResponse(authority, signer, identity, true, folder, "-ndays", "7"),
        NetError.CERT_REVOKED);
    TestIdentity delegate = authority.leaf().subject("OCSP").ocspSigning().issue();
    assertStapled(
        provider,
        authority,
        identity,
        OpensslServer.ocspResponse(authority, delegate, identity, true, folder, "-ndays", "7"),
        NetError.CERT_REVOKED);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void anAnswerThatIsNotTheAuthoritysIsNone(TlsProvider provider) throws Exception {
    TestAuthority authority = TestAuthority.create("Stapling Root");
    TestIdentity identity = authority.issue("server.test");
    TestIdentity demanding = authority.leaf().names("server.test").mustStaple().issue();
    TestIdentity stranger = authority.leaf().subject("No OCSP").issue();
    TestIdentity other = authority.issue("other.test");

    // Signed by somebody without the right to: says nothing.
    assertStapled(
        provider,
        authority,
        identity,
        OpensslServer.ocspResponse(authority, stranger, identity, true, folder, "-ndays", "7"),
        null);
    // Where an answer is demanded, such a one does not do.
    assertStapled(
        provider,
        authority,
        demanding,
        OpensslServer.ocspResponse(authority, stranger, demanding, false, folder, "-ndays", "7"),
        NetError.CERT_UNABLE_TO_CHECK_REVOCATION);
    // Nor one for another certificate, nor rubbish.
    assertStapled(
        provider,
        authority,
        demanding,
        OpensslServer.ocspResponse(
            authority, authority.identity(), other, false, folder, "-ndays", "7"),
        NetError.CERT_UNABLE_TO_CHECK_REVOCATION);
    // The right one does.
    assertStapled(
        provider,
        authority,
        demanding,
        OpensslServer.ocspResponse(
            authority, authority.identity(), demanding, false, folder, "-ndays", "7"),
        null);
    try (OpensslServer silent = OpensslServer.start(demanding);
        RoadClient client = trusting(authority, provider)) {
      assertThat(client.get(silent.url("server.test")).error())
          .isEqualTo(NetError.CERT_UNABLE_TO_CHECK_REVOCATION);
    }
  }
}
