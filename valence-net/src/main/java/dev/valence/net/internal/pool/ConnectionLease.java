package dev.valence.net.internal.pool;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A hold on the connection that an exchange was given, for logins that belong to the connection.
 * Confined to the network thread.
 */
public interface ConnectionLease {
  /** When its exchange is over, the connection waits for {@link #use} instead of serving others. */
  void keep();

  /**
   * Gives the kept connection to this waiter.
   *
   * @return false when it has ended; then the waiter hears nothing
   */
  boolean use(ConnectionWaiter waiter);

  /** The kept connection may serve others. */
  void letGo();

  /** Somebody logs in on it: from now on it is not for requests that want none of that. */
  void markLoggedIn();

  /** The certificate of the last TLS on it: the server's, or that of a proxy; null without TLS. */
  @Nullable X509Certificate peerCertificate();
}
