package dev.valence.net.internal.auth;

import dev.valence.net.NetException;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import org.jspecify.annotations.Nullable;

/**
 * One login by one scheme, from its challenge on (Chromium's {@code HttpAuthHandler}). Confined to
 * the network thread.
 */
abstract class AuthHandler {
  /** What a further challenge means to a login that was tried. */
  enum Answer {
    /** Another round. */
    ACCEPT,
    /** The credentials were refused. */
    REJECT,
    /** The credentials may be right; the nonce is too old. */
    STALE,
    /** The request lies in another realm. */
    DIFFERENT_REALM,
    /** It makes no sense. */
    INVALID
  }

  /** Takes the outcome of {@link #token}, on the network thread, once. */
  interface TokenSink {
    /** The value of the field that answers. */
    void onToken(String value);

    /** This scheme cannot log in here. */
    void onFailed(NetException reason);
  }

  private final AuthScheme scheme;
  private final Challenge challenge;
  private final String realm;

  AuthHandler(AuthScheme scheme, Challenge challenge) {
    this.scheme = scheme;
    this.challenge = challenge;
    this.realm = scheme.isConnectionBased() ? "" : challenge.realm();
  }

  final AuthScheme scheme() {
    return scheme;
  }

  final Challenge challenge() {
    return challenge;
  }

  /** Empty for schemes without one. */
  final String realm() {
    return realm;
  }

  /** The server has answered the login with another challenge of this scheme. */
  abstract Answer challengedAgain(Challenge again);

  /** Whether the next token is the first of credentials, not a round of a login under way. */
  boolean needsIdentity() {
    return true;
  }

  /**
   * Whether the last token only began a login of the connection: the server answers with another
   * challenge whatever the request, whose body need not go along.
   */
  boolean isPrelude() {
    return false;
  }

  /** Whether a user name and a password are of use. */
  boolean takesCredentials() {
    return true;
  }

  /** Whether the user's log-in to the system may be used without asking. */
  boolean takesAmbient() {
    return false;
  }

  /**
   * Makes the next token.
   *
   * @param credentials null for the user's log-in to the system
   * @param nonceCount how often the challenge has been answered, with this time
   */
  abstract void token(
      @Nullable AuthCredentials credentials, AuthRequest request, int nonceCount, TokenSink sink);
}
