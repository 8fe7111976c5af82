package dev.valence.tls;

/**
 * What a {@link CertificateVerifyProc} is asked (Electron's {@code Request}).
 *
 * @param hostname that was asked for
 * @param certificate as the server sent it, with its issuers as sent
 * @param validatedCertificate with the way to the root that was found; as sent where there is none
 * @param isIssuedByKnownRoot whether the root is one of the operating system's, and none that the
 *     program added; what an administrator added to the system's roots cannot be told from them
 * @param verificationResult {@code OK}, or the error's name such as {@code
 *     net::ERR_CERT_DATE_INVALID}
 * @param errorCode its number, 0 for none
 */
public record CertificateVerifyRequest(
    String hostname,
    Certificate certificate,
    Certificate validatedCertificate,
    boolean isIssuedByKnownRoot,
    String verificationResult,
    int errorCode) {}
