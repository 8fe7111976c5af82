package dev.valence.tls;

import dev.valence.net.tls.ClientIdentity;
import org.jspecify.annotations.Nullable;

/** Takes the answer of a {@link ClientCertificateHandler}, once. Any thread. */
public interface ClientCertificateCallback {
  /**
   * Answers. The choice is kept for the host and port until it is cleared.
   *
   * @param identity also one that was not offered; null to go on without a certificate
   * @throws IllegalStateException when there was an answer before
   */
  void select(@Nullable ClientIdentity identity);

  /**
   * Ends the request with {@code net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED}; the next one asks again.
   *
   * @throws IllegalStateException when there was an answer before
   */
  void cancel();
}
