package dev.valence.net.auth;

/**
 * The answer to a challenge: once, from any thread, now or later. Further answers change nothing.
 */
public interface LoginDecision {
  /** Tries again with these credentials. */
  void logIn(AuthCredentials credentials);

  /** Nobody logs in: the response that asks is the answer. */
  void decline();
}
