package dev.valence.tls;

/** Chooses client certificates; see {@code Session.setClientCertificateHandler}. */
@FunctionalInterface
public interface ClientCertificateHandler {
  /**
   * A server asks for a certificate of the client. On the event thread. What it throws ends the
   * request with {@code net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED}.
   *
   * @param callback takes the answer, once, now or later, from any thread
   */
  void select(ClientCertificateRequest request, ClientCertificateCallback callback);
}
