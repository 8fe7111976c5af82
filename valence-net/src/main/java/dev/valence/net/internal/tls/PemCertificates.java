package dev.valence.net.internal.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads certificates from PEM text (RFC 7468 §5), one by one, so that one bad costs only itself.
 */
final class PemCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(PemCertificates.class);

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String BEGIN_TRUSTED = "-----BEGIN TRUSTED CERTIFICATE-----";
  private static final String END = "-----END";
  // All roots of the world are about 250 KB.
  private static final int MAX_BYTES = 16 << 20;

  private PemCertificates() {}

  /**
   * The certificates of a text; what stands between them is skipped.
   *
   * @param source where the text comes from, for the log
   */
  static List<Root> read(InputStream in, String source) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(source + " is larger than " + MAX_BYTES + " bytes");
    }
    return parse(new String(bytes, StandardCharsets.ISO_8859_1), source);
  }

  private static List<Root> parse(String text, String source) {
    List<Root> certificates = new ArrayList<>();
    int bad = 0;
    int at = 0;
    while ((at = text.indexOf("-----BEGIN ", at)) >= 0) {
      int body = text.indexOf('\n', at);
      int end = body < 0 ? -1 : text.indexOf(END, body);
      if (end < 0) {
        break;
      }
      if (text.startsWith(BEGIN, at) || text.startsWith(BEGIN_TRUSTED, at)) {
        try {
          byte[] der = Base64.getMimeDecoder().decode(text.substring(body, end));
          certificates.add(Root.ofDer(der));
        } catch (CertificateException | IllegalArgumentException e) {
          bad++;
        }
      }
      at = end;
    }
    if (bad > 0) {
      LOG.warn("{} of the certificates in {} cannot be read and are not trusted", bad, source);
    }
    return certificates;
  }
}
