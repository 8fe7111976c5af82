package dev.valence.tls;

/** Takes the answer of a {@link CertificateVerifyProc}. Any thread. */
@FunctionalInterface
public interface CertificateVerifyCallback {
  /** Accepts the certificate; it is not looked at any more. */
  int ACCEPT = 0;

  /** Refuses it: the request fails with {@code net::ERR_FAILED}. */
  int FAIL = -2;

  /** Leaves it to the verification, whose result the request tells. */
  int USE_VERIFICATION_RESULT = -3;

  /**
   * Answers.
   *
   * @param verificationResult 0, -2, -3 or the number of any other network error, with which the
   *     request then fails
   * @throws IllegalStateException when there was an answer before
   * @throws IllegalArgumentException when there is no such error
   */
  void complete(int verificationResult);
}
