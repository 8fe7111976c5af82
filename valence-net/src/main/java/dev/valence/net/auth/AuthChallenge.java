package dev.valence.net.auth;

import dev.valence.net.url.Url;

/**
 * Who asks for a login, and for what (Chromium's {@code AuthChallengeInfo}).
 *
 * @param isProxy whether a proxy asks, not the server
 * @param scheme how the login will be sent
 * @param host of the server or proxy that asks, as a URL writes it
 * @param port of the server or proxy that asks
 * @param realm what the login is for, in the server's words; empty where the scheme has none. May
 *     hold anything: escape it before it is shown
 * @param url what was asked for, without credentials
 * @param firstAttempt false when a login was refused just before
 */
public record AuthChallenge(
    boolean isProxy,
    AuthScheme scheme,
    String host,
    int port,
    String realm,
    Url url,
    boolean firstAttempt) {

  /** For logs: the realm is escaped and shortened, the URL left out. */
  @Override
  public String toString() {
    return "AuthChallenge["
        + scheme.wireName()
        + (isProxy ? " of the proxy " : " of the server ")
        + host
        + ":"
        + port
        + " for "
        + RealmText.shown(realm)
        + (firstAttempt ? "]" : ", again]");
  }
}
