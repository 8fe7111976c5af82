package dev.valence.tls;

import dev.valence.net.tls.ClientIdentity;
import java.util.List;

/**
 * What a {@link ClientCertificateHandler} is asked.
 *
 * @param url {@code https://}, host and port of the server
 * @param issuers the authorities it accepts; empty where it does not say
 * @param identities those of the session's TLS settings that fit the host and the authorities
 */
public record ClientCertificateRequest(
    String host,
    int port,
    String url,
    List<CertificatePrincipal> issuers,
    List<ClientIdentity> identities) {
  public ClientCertificateRequest {
    issuers = List.copyOf(issuers);
    identities = List.copyOf(identities);
  }
}
