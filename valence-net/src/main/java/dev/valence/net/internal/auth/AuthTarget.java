package dev.valence.net.internal.auth;

/** Who asks for the login. */
public enum AuthTarget {
  SERVER("www-authenticate", "Authorization", 401),
  PROXY("proxy-authenticate", "Proxy-Authorization", 407);

  private final String challengeField;
  private final String credentialsField;
  private final int status;

  AuthTarget(String challengeField, String credentialsField, int status) {
    this.challengeField = challengeField;
    this.credentialsField = credentialsField;
    this.status = status;
  }

  /** The field that asks. */
  public String challengeField() {
    return challengeField;
  }

  /** The field that answers. */
  public String credentialsField() {
    return credentialsField;
  }

  /** The status that asks. */
  public int status() {
    return status;
  }
}
