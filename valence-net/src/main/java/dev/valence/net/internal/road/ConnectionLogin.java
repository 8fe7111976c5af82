package dev.valence.net.internal.road;

import dev.valence.net.internal.auth.AuthTarget;
import dev.valence.net.internal.pool.ConnectionLease;
import dev.valence.net.internal.pool.ConnectionWaiter;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a login that belongs to the connection (NTLM, Negotiate) asks of the next exchange. Confined
 * to the network thread.
 */
final class ConnectionLogin {
  private @Nullable ConnectionLease held;
  private @Nullable Runnable onLost;
  private boolean logsIn;
  private boolean needsHttp11;
  private final Set<AuthTarget> preludes = EnumSet.noneOf(AuthTarget.class);

  /** The next exchange only begins this login: the request's body goes with the one after it. */
  void prelude(AuthTarget target, boolean is) {
    if (is) {
      preludes.add(target);
    } else {
      preludes.remove(target);
    }
  }

  boolean withholdsBody() {
    return !preludes.isEmpty();
  }

  /** Of the connection that is held for the next round; null where none is, or without TLS. */
  @Nullable X509Certificate peerCertificate() {
    ConnectionLease lease = held;
    return lease == null ? null : lease.peerCertificate();
  }

  /** HTTP/2 has no such logins. */
  void useHttp11() {
    needsHttp11 = true;
  }

  boolean needsHttp11() {
    return needsHttp11;
  }

  /** The next exchange carries a token. */
  void logsConnectionIn() {
    logsIn = true;
  }

  /**
   * The exchange runs on this connection. It is held until the response says whether there is a
   * next round: a small response is over before anybody has read its head.
   */
  void onLease(ConnectionLease lease) {
    if (logsIn) {
      lease.markLoggedIn();
      lease.keep();
      held = lease;
    }
  }

  /** The next exchange goes over the connection that is held; {@code ifLost} runs when it ended. */
  void bind(Runnable ifLost) {
    onLost = ifLost;
  }

  /** Whether the exchange that runs, or is about to, must have the connection it has. */
  boolean isBound() {
    return onLost != null;
  }

  /** Gives the waiter the connection that is held; false when that has ended. */
  boolean use(ConnectionWaiter waiter) {
    ConnectionLease lease = held;
    held = null;
    return lease != null && lease.use(waiter);
  }

  /** The connection has ended: runs what was said, once. */
  void lost() {
    Runnable action = onLost;
    release();
    if (action != null) {
      action.run();
    }
  }

  /** The response to the round before is there. */
  void onResponse() {
    onLost = null;
  }

  /** Unless there is another round, the connection is like others. */
  void releaseUnlessBound(@Nullable ConnectionLease ofExchange) {
    if (onLost == null && held == ofExchange) {
      release();
    }
  }

  /** Nothing is held any more. */
  void release() {
    onLost = null;
    ConnectionLease lease = held;
    held = null;
    if (lease != null) {
      lease.letGo();
    }
  }
}
