package dev.valence.net.internal.tls;

import java.security.cert.X509Certificate;

/**
 * Whether a certificate demands a stapled answer of its authority: the TLS feature {@code
 * status_request} (RFC 7633). A pure function.
 */
final class MustStaple {
  private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int STATUS_REQUEST = 5; // RFC 6066 §8

  private MustStaple() {}

  static boolean isDemandedBy(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(TLS_FEATURE);
    // The list is short: lengths of one byte, numbers of one or two.
    if (value == null
        || value.length < 4
        || value[0] != OCTET_STRING
        || value[2] != SEQUENCE
        || value[3] != value.length - 4) {
      return false;
    }
    int at = 4;
    while (at + 2 < value.length && value[at] == INTEGER && value[at + 1] > 0) {
      if (value[at + 1] == 1 && value[at + 2] == STATUS_REQUEST) {
        return true;
      }
      at += 2 + value[at + 1];
    }
    return false;
  }
}
