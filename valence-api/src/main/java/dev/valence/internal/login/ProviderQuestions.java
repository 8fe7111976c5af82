package dev.valence.internal.login;

import dev.valence.CredentialProvider;
import dev.valence.event.dispatch.EventThread;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.LoginDecision;
import dev.valence.net.auth.LoginProvider;

/** Takes the network's questions to the program's provider, on the event thread. */
public final class ProviderQuestions implements LoginProvider {
  private final CredentialProvider provider;
  private final EventThread events;

  public ProviderQuestions(CredentialProvider provider, EventThread events) {
    this.provider = provider;
    this.events = events;
  }

  @Override
  public void onLogin(AuthChallenge challenge, LoginDecision decision) {
    events.execute(() -> ask(challenge, decision));
  }

  private void ask(AuthChallenge challenge, LoginDecision decision) {
    try {
      var unused =
          provider
              .credentials(challenge)
              .whenComplete(
                  (credentials, failure) -> {
                    if (failure != null) {
                      events.report("the credential provider", failure);
                    }
                    if (credentials == null) {
                      decision.decline();
                    } else {
                      decision.logIn(credentials);
                    }
                  });
    } catch (RuntimeException | Error e) {
      events.report("the credential provider", e);
      decision.decline();
    }
  }
}
