package dev.valence.net.cookie;

/**
 * What a cookie said in its {@code SameSite} attribute (RFC 6265bis §4.1.2.7), by Electron's names.
 */
public enum SameSite {
  /**
   * The server gave no (or an unknown) value: treated as {@link #LAX}, see {@link CookieMatcher}.
   */
  UNSPECIFIED("unspecified"),
  /** {@code SameSite=None}: sent in every context; needs {@code Secure}. */
  NO_RESTRICTION("no_restriction"),
  /** {@code SameSite=Lax}. */
  LAX("lax"),
  /** {@code SameSite=Strict}. */
  STRICT("strict");

  private final String wireName;

  SameSite(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's string. */
  public String wireName() {
    return wireName;
  }

  /**
   * The value with Electron's string.
   *
   * @throws CookieException with Electron's text when there is none
   */
  public static SameSite ofWireName(String wireName) {
    for (SameSite value : values()) {
      if (value.wireName.equals(wireName)) {
        return value;
      }
    }
    throw CookieException.unknownSameSite(wireName);
  }
}
