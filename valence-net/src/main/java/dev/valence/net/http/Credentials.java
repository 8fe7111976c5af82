package dev.valence.net.http;

/** Whether a request uses the session's cookies and logins (Fetch §2.2.5 "credentials mode"). */
public enum Credentials {
  /** Cookies and logins are sent and stored. */
  INCLUDE("include"),
  /** Nothing is sent or stored, and a 401 asks nobody. */
  OMIT("omit"),
  /** As {@link #INCLUDE} where the request goes to its own origin, else as {@link #OMIT}. */
  SAME_ORIGIN("same-origin");

  private final String wireName;

  Credentials(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }

  /**
   * The mode with Electron's name {@code name}.
   *
   * @throws IllegalArgumentException naming the value, for any other name
   */
  public static Credentials ofWireName(String name) {
    return WireNames.find(values(), Credentials::wireName, name, "credentials");
  }
}
