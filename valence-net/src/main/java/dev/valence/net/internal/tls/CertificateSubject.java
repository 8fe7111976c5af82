package dev.valence.net.internal.tls;

import java.security.cert.CertificateException;
import java.util.Arrays;

/** Finds the subject's name in the DER of a certificate (RFC 5280 §4.1). A pure function. */
final class CertificateSubject {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int VERSION = 0xa0;

  private final byte[] der;
  private int at;
  private int end;

  private CertificateSubject(byte[] der) {
    this.der = der;
    this.end = der.length;
  }

  /**
   * The subject's name in DER, tag and length included.
   *
   * @throws CertificateException when the bytes are no certificate up to there
   */
  static byte[] of(byte[] der) throws CertificateException {
    CertificateSubject reader = new CertificateSubject(der);
    reader.enter(); // Certificate
    reader.enter(); // TBSCertificate
    if (reader.at < reader.end && (der[reader.at] & 0xff) == VERSION) {
      reader.skip(VERSION);
    }
    reader.skip(INTEGER); // serialNumber
    reader.skip(SEQUENCE); // signature
    reader.skip(SEQUENCE); // issuer
    reader.skip(SEQUENCE); // validity
    int start = reader.at;
    reader.skip(SEQUENCE);
    return Arrays.copyOfRange(der, start, reader.at);
  }

  /** Goes into a sequence, which from then on is the limit. */
  private void enter() throws CertificateException {
    int length = header(SEQUENCE);
    end = at + length;
  }

  private void skip(int tag) throws CertificateException {
    int length = header(tag); // moves on by itself
    at += length;
  }

  /** Reads tag and length; what follows is sure to lie within the limit. */
  private int header(int tag) throws CertificateException {
    if (next() != tag) {
      throw new CertificateException("not a certificate: no tag " + tag + " at byte " + (at - 1));
    }
    int length = next();
    if (length > 0x80) {
      int bytes = length & 0x7f;
      if (bytes > 3) {
        throw new CertificateException("not a certificate: length of " + bytes + " bytes");
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | next();
      }
    } else if (length == 0x80) {
      throw new CertificateException("not a certificate: length without an end");
    }
    if (length > end - at) {
      throw new CertificateException("not a certificate: cut off at byte " + end);
    }
    return length;
  }

  private int next() throws CertificateException {
    if (at >= end) {
      throw new CertificateException("not a certificate: cut off at byte " + end);
    }
    return der[at++] & 0xff;
  }
}
