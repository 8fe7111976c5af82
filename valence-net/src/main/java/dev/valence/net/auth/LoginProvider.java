package dev.valence.net.auth;

/** Has logins for a whole session. */
@FunctionalInterface
public interface LoginProvider {
  /**
   * A server or proxy asks. Requests that meet the same challenge at the same time share one
   * question.
   */
  void onLogin(AuthChallenge challenge, LoginDecision decision);
}
