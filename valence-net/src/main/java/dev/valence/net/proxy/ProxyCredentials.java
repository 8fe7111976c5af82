package dev.valence.net.proxy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A user and a password for a proxy. Immutable; the password shows up in no text of it. */
public final class ProxyCredentials {
  private final String user;
  private final String password;

  public ProxyCredentials(String user, String password) {
    this.user = Objects.requireNonNull(user, "user");
    this.password = Objects.requireNonNull(password, "password");
  }

  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyCredentials credentials
        && user.equals(credentials.user)
        && password.equals(credentials.password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(user, password);
  }

  /** Names neither. */
  @Override
  public String toString() {
    return "ProxyCredentials[***]";
  }
}
