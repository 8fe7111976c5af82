package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.auth.AuthContext;
import dev.valence.net.internal.auth.AuthPlace;
import dev.valence.net.internal.auth.AuthTarget;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.proxy.ProxyServer;
import org.jspecify.annotations.Nullable;

/**
 * Logs in at proxies that are sent the request itself: plain http through an HTTP proxy. Tunnels
 * have {@link TunnelLogins}. Also without credentials mode: a proxy's login is the session's.
 */
final class ProxyAuthenticationStage implements Stage {
  private final AuthContext context;
  private final @Nullable ProxyResolver proxies;

  ProxyAuthenticationStage(AuthContext context, @Nullable ProxyResolver proxies) {
    this.context = context;
    this.proxies = proxies;
  }

  @Override
  public void send(Transaction transaction) {
    LoginAttempt attempt = transaction.recall(LoginAttempt.class);
    if (!mayLogIn(transaction)) {
      transaction.proceed();
      return;
    }
    if (attempt == null || !isFor(attempt, transaction.proxy())) {
      if (context.knowsNothing()) {
        transaction.proceed();
        return;
      }
      attempt = newAttempt(transaction);
    }
    attempt.send();
  }

  @Override
  public void receive(Transaction transaction) {
    if (transaction.head().status() != AuthTarget.PROXY.status()) {
      LoginAttempt attempt = transaction.recall(LoginAttempt.class);
      if (attempt != null && isFor(attempt, transaction.proxy())) {
        attempt.giveBack();
      } else {
        transaction.giveBack();
      }
    } else if (!speaksToProxy(transaction)) {
      transaction.fail(
          new NetException(
              NetError.UNEXPECTED_PROXY_AUTH, "the server asks for a proxy's login", null));
    } else if (!mayLogIn(transaction)) {
      transaction.giveBack();
    } else {
      LoginAttempt known = transaction.recall(LoginAttempt.class);
      LoginAttempt attempt =
          known != null && isFor(known, transaction.proxy()) ? known : newAttempt(transaction);
      TunnelLogins.configure(
          attempt.controller(),
          transaction.proxy(),
          proxies,
          () -> {
            if (transaction.isUnderWay()) {
              attempt.receive();
            }
          });
    }
  }

  private static boolean mayLogIn(Transaction transaction) {
    return speaksToProxy(transaction)
        && !transaction.givenHeaders().contains(AuthTarget.PROXY.credentialsField());
  }

  private static boolean speaksToProxy(Transaction transaction) {
    return transaction.proxy().scheme().isHttpLike() && transaction.url().scheme().equals("http");
  }

  /** After a fall-over to another proxy the login of the one before is none of its business. */
  private static boolean isFor(LoginAttempt attempt, ProxyServer proxy) {
    return attempt.controller().place().equals(AuthPlace.proxy(proxy));
  }

  private LoginAttempt newAttempt(Transaction transaction) {
    LoginAttempt attempt =
        new LoginAttempt(
            transaction,
            context,
            TunnelLogins.controller(transaction, context, transaction.proxy()));
    transaction.remember(attempt);
    return attempt;
  }
}
