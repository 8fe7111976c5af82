package dev.valence.net.internal.auth;

import dev.valence.net.auth.AuthScheme;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the challenges is answered (Chromium's {@code HttpAuth::ChooseBestChallenge}). */
final class AuthHandlers {
  private AuthHandlers() {}

  /**
   * A handler for the strongest challenge that is understood: Negotiate, NTLM, Digest, Basic; of
   * Digests the strongest hash; of equals the first. Null for none.
   *
   * @param without schemes that have failed
   */
  static @Nullable AuthHandler best(
      List<Challenge> challenges, AuthPlace place, Set<AuthScheme> without, AuthContext context) {
    AuthHandler best = null;
    int bestRank = -1;
    for (Challenge challenge : challenges) {
      AuthScheme scheme = AuthScheme.of(challenge.scheme());
      if (scheme == null || without.contains(scheme) || !context.allows(place, scheme)) {
        continue;
      }
      AuthHandler candidate = create(scheme, challenge, place, context);
      int rank = candidate == null ? -1 : rank(scheme, challenge);
      if (rank > bestRank) {
        best = candidate;
        bestRank = rank;
      }
    }
    return best;
  }

  /** A handler for this challenge; null where it cannot be answered. */
  static @Nullable AuthHandler create(
      AuthScheme scheme, Challenge challenge, AuthPlace place, AuthContext context) {
    return switch (scheme) {
      case BASIC -> new BasicHandler(challenge);
      case DIGEST -> {
        DigestChallenge digest = DigestChallenge.of(challenge);
        yield digest == null ? null : new DigestHandler(challenge, digest, context);
      }
      // A login begins with the bare word: what comes with a token belongs to another one.
      case NTLM ->
          challenge.token68().isEmpty() ? new NtlmHandler(challenge, place, context) : null;
      case NEGOTIATE ->
          challenge.token68().isEmpty() ? new NegotiateHandler(challenge, place, context) : null;
    };
  }

  private static int rank(AuthScheme scheme, Challenge challenge) {
    DigestChallenge digest = scheme == AuthScheme.DIGEST ? DigestChallenge.of(challenge) : null;
    return scheme.ordinal() * 8 + (digest == null ? 0 : digest.algorithm().ordinal());
  }
}
