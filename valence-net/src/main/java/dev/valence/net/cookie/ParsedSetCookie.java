package dev.valence.net.cookie;

import org.jspecify.annotations.Nullable;

/**
 * A {@code Set-Cookie} line in its parts, not yet held against a URL.
 *
 * @param inclusion {@link CookieInclusion#INCLUDE}, or why the line is refused; the other parts of
 *     a refused line say nothing
 * @param name the name; may be empty
 * @param value the value; may be empty
 * @param domain the last {@code Domain} attribute, null when there was none
 * @param path the last {@code Path} attribute, null when there was none
 * @param expires the last {@code Expires} attribute, null when there was none
 * @param maxAge the last {@code Max-Age} attribute, null when there was none
 * @param secure whether {@code Secure} was there
 * @param httpOnly whether {@code HttpOnly} was there
 * @param partitioned whether {@code Partitioned} was there
 * @param sameSite the last {@code SameSite} attribute
 * @param priority the last {@code Priority} attribute
 */
record ParsedSetCookie(
    CookieInclusion inclusion,
    String name,
    String value,
    @Nullable String domain,
    @Nullable String path,
    @Nullable String expires,
    @Nullable String maxAge,
    boolean secure,
    boolean httpOnly,
    boolean partitioned,
    SameSite sameSite,
    CookiePriority priority) {

  static ParsedSetCookie refused(CookieInclusion reason) {
    return new ParsedSetCookie(
        reason,
        "",
        "",
        null,
        null,
        null,
        null,
        false,
        false,
        false,
        SameSite.UNSPECIFIED,
        CookiePriority.MEDIUM);
  }

  /** Names the cookie without its value. */
  @Override
  public String toString() {
    return "ParsedSetCookie[" + name + ", " + inclusion + "]";
  }
}
