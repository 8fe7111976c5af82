package dev.valence.net.auth;

import java.util.Objects;

/**
 * A user name and a password. Immutable; never shows either.
 *
 * <p>For NTLM the user name may carry a domain, {@code DOMAIN\\user}; for Negotiate a realm, {@code
 * user@REALM}.
 */
public final class AuthCredentials {
  /** More than any server takes; keeps what is cached and sent small. */
  private static final int MOST_CHARACTERS = 4096;

  private final String username;
  private final String password;

  private AuthCredentials(String username, String password) {
    this.username = checked(username, "user name");
    this.password = checked(password, "password");
  }

  /**
   * Credentials.
   *
   * @throws IllegalArgumentException when one has more than 4,096 characters, or a control
   *     character
   */
  public static AuthCredentials of(String username, String password) {
    return new AuthCredentials(username, password);
  }

  private static String checked(String text, String what) {
    Objects.requireNonNull(text, what);
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "the " + what + " has " + text.length() + " characters; at most 4096 are sent");
    }
    for (int i = 0; i < text.length(); i++) {
      // RFC 7617 §2: neither may hold one.
      if (Character.isISOControl(text.charAt(i))) {
        throw new IllegalArgumentException("the " + what + " has a control character");
      }
    }
    return text;
  }

  public String username() {
    return username;
  }

  public String password() {
    return password;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AuthCredentials that
        && username.equals(that.username)
        && password.equals(that.password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(username, password);
  }

  @Override
  public String toString() {
    return "AuthCredentials[hidden]";
  }
}
