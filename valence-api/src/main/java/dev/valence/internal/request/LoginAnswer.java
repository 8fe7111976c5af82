package dev.valence.internal.request;

import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.LoginDecision;
import dev.valence.request.LoginCallback;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A {@link LoginCallback}. */
public final class LoginAnswer implements LoginCallback {
  private final LoginDecision decision;
  private final AtomicBoolean answered = new AtomicBoolean();

  public LoginAnswer(LoginDecision decision) {
    this.decision = decision;
  }

  @Override
  public void call(@Nullable String username, @Nullable String password) {
    AuthCredentials credentials =
        username == null || password == null ? null : AuthCredentials.of(username, password);
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("this login was answered already");
    }
    if (credentials == null) {
      decision.decline();
    } else {
      decision.logIn(credentials);
    }
  }
}
