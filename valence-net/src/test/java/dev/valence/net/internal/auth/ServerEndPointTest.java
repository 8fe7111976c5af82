package dev.valence.net.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.CertificateSpec;
import dev.valence.testkit.KeyKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerEndPointTest {
  private static X509Certificate signed(KeyKind kind, String signature) {
    return CertificateSpec.selfSigned()
        .names("localhost")
        .key(kind)
        .signature(signature)
        .issue()
        .certificate();
  }

  @ParameterizedTest
  @CsvSource({
    "EC_P256, SHA256withECDSA, SHA-256",
    "EC_P384, SHA384withECDSA, SHA-384",
    "RSA_2048, SHA256withRSA, SHA-256",
    "RSA_2048, SHA512withRSA, SHA-512",
    "RSA_2048, SHA1withRSA, SHA-256",
  })
  void theHashOfTheSignatureCounts(KeyKind kind, String signature, String hash) throws Exception {
    X509Certificate certificate = signed(kind, signature);

    byte[] binding = ServerEndPoint.of(certificate);

    assertThat(new String(Arrays.copyOf(binding, 21), StandardCharsets.US_ASCII))
        .isEqualTo("tls-server-end-point:");
    assertThat(Arrays.copyOfRange(binding, 21, binding.length))
        .isEqualTo(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
  }

  /** Of openssl: RSASSA-PSS with SHA-384, whose hash stands in the parameters. */
  private static final String PSS =
      """
      -----BEGIN CERTIFICATE-----
      MIICXjCCAZOgAwIBAgIUW8R81WNlfWpH1AzrYtZmZS7Z/hkwQQYJKoZIhvcNAQEK
      MDSgDzANBglghkgBZQMEAgIFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgIF
      AKIDAgEgMAwxCjAIBgNVBAMMAXAwIBcNMjYxMTIxMTU1MDI3WhgPMjEyNjEwMjgx
      NTUwMjdaMAwxCjAIBgNVBAMMAXAwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGB
      AO55QbLYuUqPy3cTmzAPcUrF/KQtt05AWgboBgA1Cfk5Zmy5oiMGyvrIrfkb/1xx
      zBq6aTP7ZfFiPkSeYS6iAh8W9lF1tpShoGBAdi0BXzafAncEXe4Q+6dHlXQQRy4q
      VbHy5RNuEUVY2nIOtrpNSaIDdFLGKdRRFP0Nr9IkrfCTAgMBAAGjUzBRMB0GA1Ud
      DgQWBBRCamRtwovvjmlVSgs+ibmpthu+1zAfBgNVHSMEGDAWgBRCamRtwovvjmlV
      Sgs+ibmpthu+1zAPBgNVHRMBAf8EBTADAQH/MEEGCSqGSIb3DQEBCjA0oA8wDQYJ
      YIZIAWUDBAICBQChHDAaBgkqhkiG9w0BAQgwDQYJYIZIAWUDBAICBQCiAwIBIAOB
      gQC9z/WeK29Ul9E6RdrsDQ8JIV/9K8OONrQvOpehefXW20Lbjf/usU2D4AgnHUtw
      ZfJx8G0gJ2ePhjIAAYcX+I7Yy0UzUbYYKm35iGRnIBlHBNsIYFUM1NjNNmpnytL4
      FT7xkJ6w+dBwAFbm0GHYuRlQ4TJTAd9W7pnpUrZZH/v/wg==
      -----END CERTIFICATE-----
      """;

  @Test
  void theHashOfPssStandsInItsParameters() throws Exception {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(PSS.getBytes(StandardCharsets.US_ASCII)));

    byte[] binding = ServerEndPoint.of(certificate);

    assertThat(Arrays.copyOfRange(binding, 21, binding.length))
        .isEqualTo(MessageDigest.getInstance("SHA-384").digest(certificate.getEncoded()));
  }

  @Test
  void aSignatureWithoutAHashOfItsOwnHasNone() {
    assertThat(ServerEndPoint.of(signed(KeyKind.ED25519, "Ed25519"))).isNull();
  }
}
