package dev.valence.net.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemTrustStoreTest {
  private static final X509Certificate ONE = CertificateLab.root("One").certificate();
  private static final X509Certificate TWO = CertificateLab.root("Two").certificate();
  private static final X509Certificate THREE = CertificateLab.root("Three").certificate();

  @TempDir Path folder;
  private Path bundle;
  private Path absent;

  @BeforeEach
  void writeFiles() throws Exception {
    bundle = Files.writeString(folder.resolve("bundle.crt"), "# words\n" + pem(ONE) + pem(TWO));
    absent = folder.resolve("absent.crt");
  }

  @Test
  void thisMachineHasRootsReadOnce() {
    List<Root> roots = SystemTrustStore.roots();
    assertThat(roots).isNotEmpty().doesNotHaveDuplicates();
    assertThat(SystemTrustStore.roots()).isSameAs(roots);
    assumeThat(Path.of("/etc/ssl/certs/ca-certificates.crt")).exists();
    assertThat(roots).hasSizeGreaterThan(50).extracting(Root::certificate).doesNotContainNull();
  }

  @Test
  void theFirstBundleThatExistsIsRead() {
    assertThat(SystemTrustStore.load("Linux", Map.of(), List.of(absent, bundle)))
        .extracting(Root::certificate)
        .containsExactly(ONE, TWO);
  }

  @Test
  void aFileNamedInTheEnvironmentStandsForTheBundle() throws Exception {
    Path named = Files.writeString(folder.resolve("named.pem"), pem(THREE));
    assertThat(
            SystemTrustStore.load(
                "Linux", Map.of("SSL_CERT_FILE", named.toString()), List.of(bundle)))
        .extracting(Root::certificate)
        .containsExactly(THREE);
  }

  @Test
  void aFolderNamedInTheEnvironmentAddsToTheBundle() throws Exception {
    Path certs = Files.createDirectory(folder.resolve("certs"));
    Files.writeString(certs.resolve("three.pem"), pem(THREE));
    Files.writeString(certs.resolve("readme.txt"), pem(CertificateLab.root("X").certificate()));
    assertThat(SystemTrustStore.load("Linux", Map.of("SSL_CERT_DIR", "" + certs), List.of(bundle)))
        .extracting(Root::certificate)
        .containsExactly(ONE, TWO, THREE);
  }

  @Test
  void aBadCertificateCostsOnlyItself() throws Exception {
    Files.writeString(
        bundle,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            + pem(ONE)
            + "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"
            + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\r\n"
            + pem(TWO).replace("\n", "\r\n")
            + "-----BEGIN CERTIFICATE-----\nAAAA");
    assertThat(SystemTrustStore.load("Linux", Map.of(), List.of(bundle)))
        .extracting(Root::certificate)
        .containsExactly(ONE, TWO);
  }

  @Test
  void withoutAnyTheRootsOfTheJdkServe() {
    assertThat(SystemTrustStore.load("Linux", Map.of(), List.of(absent))).isNotEmpty();
  }

  @Test
  void pathsThatAreNoneAreNoRoots() throws IOException {
    assertThat(
            SystemTrustStore.load(
                "Linux",
                Map.of("SSL_CERT_FILE", "" + absent, "SSL_CERT_DIR", "\0:" + absent),
                List.of(bundle)))
        .extracting(Root::certificate)
        .containsExactly(ONE, TWO);
  }

  private static String pem(X509Certificate certificate) throws CertificateEncodingException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
