package dev.valence.net.tls;

/** Chooses the certificate by which the session shows itself to a server. */
@FunctionalInterface
public interface ClientCertificateChooser {
  /**
   * A server asks for a certificate. Called on a thread that may block; the handshake waits for the
   * answer, which may come later and from any thread. What it throws ends the handshake with {@code
   * net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED}.
   */
  void choose(ClientCertificateQuestion question);
}
