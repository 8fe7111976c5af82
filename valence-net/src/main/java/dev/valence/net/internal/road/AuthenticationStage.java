package dev.valence.net.internal.road;

import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.internal.auth.AuthContext;
import dev.valence.net.internal.auth.AuthController;
import dev.valence.net.internal.auth.AuthPlace;
import dev.valence.net.internal.auth.AuthTarget;
import dev.valence.net.internal.auth.UrlCredentials;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * Logs in at servers (RFC 9110 §11): sends what is known to be needed, answers 401. An {@code
 * Authorization} field that the asker set is left alone, and so is its 401.
 */
final class AuthenticationStage implements Stage {
  private final AuthContext context;

  AuthenticationStage(AuthContext context) {
    this.context = context;
  }

  @Override
  public void send(Transaction transaction) {
    LoginAttempt attempt = transaction.recall(LoginAttempt.class);
    if (attempt == null && !context.knowsNothing() && mayLogIn(transaction, null)) {
      attempt = newAttempt(transaction);
    }
    if (attempt == null) {
      transaction.proceed();
    } else {
      attempt.send();
    }
  }

  @Override
  public void receive(Transaction transaction) {
    LoginAttempt attempt = transaction.recall(LoginAttempt.class);
    if (transaction.head().status() != AuthTarget.SERVER.status()
        || !mayLogIn(transaction, attempt)) {
      if (attempt == null) {
        transaction.giveBack();
      } else {
        attempt.giveBack();
      }
      return;
    }
    if (attempt == null) {
      attempt = newAttempt(transaction);
    }
    attempt.receive();
  }

  /** A field that is there before anybody has logged in is the asker's, or a listener's. */
  private static boolean mayLogIn(Transaction transaction, @Nullable LoginAttempt attempt) {
    return transaction.mayLogIn()
        && (attempt != null
            || !transaction.hopHeaders().contains(AuthTarget.SERVER.credentialsField()));
  }

  private LoginAttempt newAttempt(Transaction transaction) {
    Url url = transaction.url();
    AuthCredentials own = url.hasCredentials() ? UrlCredentials.of(url) : null;
    AuthController controller =
        new AuthController(
            context, AuthPlace.server(url), url.withoutCredentials(), own, transaction.log());
    LoginAttempt attempt = new LoginAttempt(transaction, context, controller);
    transaction.remember(attempt);
    return attempt;
  }
}
