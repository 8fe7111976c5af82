package dev.valence.net.cookie;

import java.util.function.ObjLongConsumer;

/**
 * Writes the {@code Cookie} header of one request from two arrays in header order: the cookies
 * without a partition and those of the request's own (RFC 6265bis §5.8.3).
 */
final class CookieHeaderWriter {
  /** A cookie's last access is noted at most once a minute, as in Chromium. */
  private static final long ACCESS_GRANULARITY_MICROS = 60L * 1_000_000;

  private final UrlCookieScope scope;
  private final SameSiteContext context;
  private final long now;
  private final ObjLongConsumer<StoredCookie> accessed;
  private final StringBuilder line = new StringBuilder(128);
  private boolean sawExpired;

  /**
   * @param nowMicros the present
   * @param accessed hears of each cookie whose access is to be noted, with the present
   */
  CookieHeaderWriter(CookieAccess access, long nowMicros, ObjLongConsumer<StoredCookie> accessed) {
    this.scope = access.scope();
    this.context = access.sending();
    this.now = nowMicros;
    this.accessed = accessed;
  }

  String write(StoredCookie[] plain, StoredCookie[] own) {
    int p = 0;
    int o = 0;
    while (p < plain.length || o < own.length) {
      boolean takePlain =
          o == own.length
              || (p < plain.length
                  && CookieMatcher.HEADER_ORDER.compare(plain[p].cookie(), own[o].cookie()) <= 0);
      append(takePlain ? plain[p++] : own[o++]);
    }
    return line.toString();
  }

  /** Whether a cookie was met whose time is over. */
  boolean sawExpired() {
    return sawExpired;
  }

  private void append(StoredCookie stored) {
    Cookie cookie = stored.cookie();
    CookieInclusion inclusion = CookieMatcher.forSending(cookie, scope, context, now);
    if (inclusion != CookieInclusion.INCLUDE) {
      sawExpired |= inclusion == CookieInclusion.EXCLUDE_EXPIRED;
      return;
    }
    if (now - stored.lastAccessMicros() >= ACCESS_GRANULARITY_MICROS) {
      accessed.accept(stored, now);
    }
    if (line.length() > 0) {
      line.append("; ");
    }
    if (!cookie.name().isEmpty()) {
      line.append(cookie.name()).append('=');
    }
    line.append(cookie.value());
  }
}
