package dev.valence.net.cookie.internal;

import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookiePartitionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing to write.
 *
 * @param kind what to do
 * @param cookie the cookie; its value matters for {@link Kind#PUT} alone
 * @param access the time of access, for {@link Kind#TOUCH}
 */
record CookieChange(Kind kind, Cookie cookie, @Nullable Instant access) {
  enum Kind {
    PUT,
    REMOVE,
    /** Notes an access, if the row is there. */
    TOUCH
  }

  /** What makes a cookie the same cookie. */
  record Identity(
      String domain, String name, String path, @Nullable CookiePartitionKey partition) {}

  /** Of two changes of one cookie: the later, unless that only notes an access. */
  static CookieChange ofTwo(CookieChange earlier, CookieChange later) {
    return later.kind == Kind.TOUCH && earlier.kind != Kind.TOUCH ? earlier : later;
  }

  Identity identity() {
    return new Identity(cookie.domain(), cookie.name(), cookie.path(), cookie.partitionKey());
  }
}
