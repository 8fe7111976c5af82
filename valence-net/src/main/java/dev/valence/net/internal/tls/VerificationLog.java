package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the net log of one verification, as Chromium's {@code CertVerifier} does. */
final class VerificationLog {
  private final NetLogWithSource log;

  VerificationLog(NetLogWithSource log) {
    this.log = log;
  }

  void begin(X509Certificate[] chain, String host) {
    log.event(
        NetLogEventType.SSL_CERTIFICATES_RECEIVED,
        fields -> fields.put("certificates", pem(chain)));
    log.begin(NetLogEventType.CERT_VERIFIER_REQUEST, fields -> fields.put("host", host));
  }

  void end(@Nullable NetError outcome) {
    log.end(
        NetLogEventType.CERT_VERIFIER_REQUEST,
        fields -> {
          if (outcome != null) {
            fields.put("net_error", outcome.code());
          }
        });
  }

  private static List<String> pem(X509Certificate[] chain) {
    List<String> texts = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      try {
        texts.add(pem(certificate));
      } catch (CertificateEncodingException e) {
        texts.add(e.toString());
      }
    }
    return texts;
  }

  private static String pem(X509Certificate certificate) throws CertificateEncodingException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
