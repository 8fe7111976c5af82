package dev.valence.net.tls;

import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** A server asks who the client is; the first answer counts. Any thread. */
public interface ClientCertificateQuestion {
  /** The server's name or address. */
  String host();

  int port();

  /** The authorities the server accepts; empty where it does not say. */
  List<X500Principal> issuers();

  /** The identities of the settings that fit the host and the authorities. */
  List<ClientIdentity> identities();

  /**
   * Answers. The choice is kept for this host and port until it is forgotten.
   *
   * @param identity also one that is not among {@link #identities}; null to go on without
   * @return false where there was an answer before; then nothing happens
   */
  boolean choose(@Nullable ClientIdentity identity);

  /**
   * Ends the handshake with {@code net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED}. It is not kept: the next
   * connection asks again.
   *
   * @return false where there was an answer before
   */
  boolean cancel();
}
