package dev.valence.net.cookie;

/** The promises that a name's beginning makes (RFC 6265bis §4.1.3, §5.7 steps 20 to 22). */
final class CookiePrefix {
  private static final String SECURE = "__Secure-";
  private static final String HOST = "__Host-";

  private CookiePrefix() {}

  /**
   * Whether the cookie keeps what its name promises. Case does not matter, and a nameless cookie
   * may not smuggle a prefix in its value.
   *
   * @param cryptographic whether it was set over {@code https} or {@code wss}
   * @param domainGiven whether a domain was asked for that is not just the URL's own address
   */
  static boolean isKept(
      String name,
      String value,
      boolean secure,
      boolean cryptographic,
      boolean domainGiven,
      String path) {
    if (name.isEmpty()) {
      return !starts(value, SECURE) && !starts(value, HOST);
    }
    if (starts(name, HOST)) {
      return secure && cryptographic && !domainGiven && path.equals("/");
    }
    return !starts(name, SECURE) || (secure && cryptographic);
  }

  private static boolean starts(String text, String prefix) {
    return text.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
