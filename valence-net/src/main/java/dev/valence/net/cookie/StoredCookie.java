package dev.valence.net.cookie;

/** A cookie in the index, with the one field that changes without a change of the cookie. */
final class StoredCookie {
  private final Cookie cookie;
  private volatile long lastAccessMicros;

  StoredCookie(Cookie cookie) {
    this.cookie = cookie;
    this.lastAccessMicros = cookie.lastAccessMicros();
  }

  /** The cookie; its last access may be out of date. */
  Cookie cookie() {
    return cookie;
  }

  long lastAccessMicros() {
    return lastAccessMicros;
  }

  void accessedAt(long nowMicros) {
    lastAccessMicros = nowMicros;
  }

  /** The cookie with its last access as of now. */
  Cookie snapshot() {
    long access = lastAccessMicros;
    return access == cookie.lastAccessMicros()
        ? cookie
        : cookie.toBuilder().lastAccessMicros(access).build();
  }
}
