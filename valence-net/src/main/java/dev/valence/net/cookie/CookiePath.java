package dev.valence.net.cookie;

import org.jspecify.annotations.Nullable;

/** The path of a cookie (RFC 6265bis §5.1.4). */
final class CookiePath {
  private CookiePath() {}

  /** The path a cookie gets: the attribute's, or the folder of the request's path. */
  static String of(@Nullable String attribute, String requestPath) {
    if (attribute != null && attribute.startsWith("/")) {
      return attribute;
    }
    int lastSlash = requestPath.lastIndexOf('/');
    return lastSlash <= 0 ? "/" : requestPath.substring(0, lastSlash);
  }

  /** Whether a request for {@code requestPath} gets a cookie of {@code cookiePath}. */
  static boolean matches(String cookiePath, String requestPath) {
    if (!requestPath.startsWith(cookiePath)) {
      return false;
    }
    int length = cookiePath.length();
    return requestPath.length() == length
        || (length > 0 && cookiePath.charAt(length - 1) == '/')
        || requestPath.charAt(length) == '/';
  }
}
