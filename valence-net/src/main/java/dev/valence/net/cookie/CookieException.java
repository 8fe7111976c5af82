package dev.valence.net.cookie;

import org.jspecify.annotations.Nullable;

/**
 * A cookie operation was refused. The message is Electron's text where Electron has one; it never
 * holds a cookie's value.
 */
public final class CookieException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final @Nullable CookieInclusion reason;

  private CookieException(String message, @Nullable CookieInclusion reason) {
    super(message);
    this.reason = reason;
  }

  /** Why the store refused the cookie; null when the options themselves were wrong. */
  public @Nullable CookieInclusion reason() {
    return reason;
  }

  /** A cookie that may not be stored. */
  static CookieException notStored(CookieInclusion reason) {
    return new CookieException("Failed to set cookie - " + reason.text(), reason);
  }

  static CookieException missingUrl() {
    return new CookieException("Missing required option 'url'", null);
  }

  static CookieException unknownSameSite(String wireName) {
    return new CookieException(
        "Failed to convert '" + wireName + "' to an appropriate cookie same site value", null);
  }
}
