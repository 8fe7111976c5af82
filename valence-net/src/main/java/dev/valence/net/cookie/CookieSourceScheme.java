package dev.valence.net.cookie;

/** The kind of scheme a cookie was set from. */
public enum CookieSourceScheme {
  /** Not known: an imported cookie. */
  UNSET,
  /** Plain {@code http} or {@code ws}. */
  NON_SECURE,
  /** {@code https}, {@code wss}, or a {@code Secure} cookie of a trustworthy local host. */
  SECURE
}
