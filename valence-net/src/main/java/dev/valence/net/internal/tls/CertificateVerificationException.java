package dev.valence.net.internal.tls;

import dev.valence.net.NetError;
import java.security.cert.CertificateException;

/** A server's certificate was refused; carries Chromium's error for it. */
public final class CertificateVerificationException extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final NetError error;
  private final String detail;

  /**
   * A refusal.
   *
   * @param detail which certificate and why; safe to show
   */
  public CertificateVerificationException(NetError error, String detail) {
    super(error.text() + " (" + detail + ")");
    this.error = error;
    this.detail = detail;
  }

  /** Why it was refused: one of the {@code CERT_} errors. */
  public NetError error() {
    return error;
  }

  /** Which certificate and why. */
  public String detail() {
    return detail;
  }
}
