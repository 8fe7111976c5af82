package dev.valence.net.cookie;

/**
 * Whether a cookie is stored or sent and, if not, why not. The reasons and their words are
 * Chromium's {@code CookieInclusionStatus} as Electron prints it.
 */
public enum CookieInclusion {
  /** Stored, or sent. */
  INCLUDE("The cookie is included."),
  EXCLUDE_HTTP_ONLY(
      "The cookie was HttpOnly, but the attempted access was through a non-HTTP API."),
  EXCLUDE_SECURE_ONLY(
      "The cookie was Secure, but the URL was not allowed to access Secure cookies."),
  EXCLUDE_DOMAIN_MISMATCH(
      "The cookie's domain attribute did not match the domain of the URL attempting access."),
  EXCLUDE_NOT_ON_PATH(
      "The cookie's path attribute did not match the path of the URL attempting access."),
  EXCLUDE_SAMESITE_STRICT(
      "The cookie had SameSite=Strict, and the attempted access did not have an appropriate"
          + " SameSiteCookieContext"),
  EXCLUDE_SAMESITE_LAX(
      "The cookie had SameSite=Lax, and the attempted access did not have an appropriate"
          + " SameSiteCookieContext"),
  EXCLUDE_SAMESITE_UNSPECIFIED_TREATED_AS_LAX(
      "The cookie did not specify a SameSite attribute, and therefore was treated as if it were"
          + " SameSite=Lax, and the attempted access did not have an appropriate"
          + " SameSiteCookieContext."),
  EXCLUDE_SAMESITE_NONE_INSECURE("The cookie specified SameSite=None, but it was not Secure."),
  EXCLUDE_FAILURE_TO_STORE("The cookie was malformed and could not be stored"),
  EXCLUDE_NONCOOKIEABLE_SCHEME(
      "Attempted to set a cookie from a scheme that does not support cookies."),
  EXCLUDE_OVERWRITE_SECURE(
      "The cookie would have overwritten a Secure cookie, and was not allowed to do so."),
  EXCLUDE_OVERWRITE_HTTP_ONLY(
      "The cookie would have overwritten an HttpOnly cookie, and was not allowed to do so."),
  EXCLUDE_INVALID_DOMAIN("The cookie was set with an invalid Domain attribute."),
  EXCLUDE_INVALID_PREFIX("The cookie was set with an invalid __Host- or __Secure- prefix."),
  EXCLUDE_INVALID_PARTITIONED(
      "Cookie was set with an invalid Partitioned attribute, which is only valid if the cookie is"
          + " Secure."),
  EXCLUDE_NAME_VALUE_PAIR_EXCEEDS_MAX_SIZE("The cookie exceeded the name/value pair size limit."),
  EXCLUDE_ATTRIBUTE_VALUE_EXCEEDS_MAX_SIZE("Cookie exceeded the attribute size limit."),
  EXCLUDE_DOMAIN_NON_ASCII(
      "The cookie was set with a Domain attribute containing non ASCII characters."),
  EXCLUDE_DISALLOWED_CHARACTER("The cookie contains ASCII control characters"),
  EXCLUDE_NO_COOKIE_CONTENT("The cookie contains no content or only whitespace."),
  /** The cookie belongs to the partition of another top-level site (CHIPS). */
  EXCLUDE_OTHER_PARTITION("The cookie is partitioned, and the access is of another partition."),
  /** The cookie's time is over; it leaves the store as soon as this is noticed. */
  EXCLUDE_EXPIRED("The cookie has expired.");

  private final String text;

  CookieInclusion(String text) {
    this.text = text;
  }

  /** One sentence for people; never holds a cookie's name or value. */
  public String text() {
    return text;
  }

  /** Whether the cookie is stored or sent. */
  public boolean isIncluded() {
    return this == INCLUDE;
  }
}
