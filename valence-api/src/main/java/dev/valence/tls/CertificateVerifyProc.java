package dev.valence.tls;

/**
 * Has the last word on the certificates of servers; see {@code Session.setCertificateVerifyProc}.
 */
@FunctionalInterface
public interface CertificateVerifyProc {
  /**
   * A server showed a certificate that this proc has not judged yet. On the event thread. What it
   * throws is a refusal.
   *
   * @param callback takes the answer, once, now or later, from any thread
   */
  void verify(CertificateVerifyRequest request, CertificateVerifyCallback callback);
}
