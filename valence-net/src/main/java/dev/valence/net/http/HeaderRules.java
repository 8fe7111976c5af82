package dev.valence.net.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which header fields and methods may be sent (RFC 9110 §5, Fetch §2.2.1 and §2.2.2, Chromium's
 * {@code IsRequestHeaderSafe}). Pure functions; any thread.
 */
public final class HeaderRules {
  /** What the program may not set, since the road computes it or cannot serve it. */
  private static final Set<String> RESTRICTED =
      Set.of(
          "content-length",
          "host",
          "trailer",
          "te",
          "upgrade",
          "cookie2",
          "keep-alive",
          "transfer-encoding");

  /** Headers by which a server takes another method than the one on the request line. */
  private static final Set<String> METHOD_OVERRIDES =
      Set.of("x-http-method", "x-http-method-override", "x-method-override");

  /** Headers whose values are secrets and never appear in a message. */
  private static final Set<String> SECRET =
      Set.of("cookie", "cookie2", "set-cookie", "authorization", "proxy-authorization");

  /** The methods that Fetch writes in capitals. */
  private static final List<String> NORMALIZED =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

  private static final Set<String> FORBIDDEN_METHODS = Set.of("CONNECT", "TRACE", "TRACK");

  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      TOKEN[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN[c] = true;
      TOKEN[c - 'a' + 'A'] = true;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private HeaderRules() {}

  /** Whether the character may stand in a token (RFC 9110 §5.6.2). */
  public static boolean isTokenChar(char c) {
    return c < 128 && TOKEN[c];
  }

  /** Whether the text is a token: one or more of the characters of RFC 9110 §5.6.2. */
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether the value holds none of CR, LF and NUL, which would end the field on the wire. */
  public static boolean isValidValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0') {
        return false;
      }
    }
    return true;
  }

  /** The value without space, tab, CR and LF at its ends (Fetch §2.2.2 "normalize"). */
  public static String normalizeValue(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isHttpWhitespace(value.charAt(start))) {
      start++;
    }
    while (end > start && isHttpWhitespace(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  /**
   * Refuses a name that is no token.
   *
   * @return the name as it was given
   * @throws IllegalArgumentException with Electron's words
   */
  public static String checkName(String name) {
    if (!isToken(name)) {
      throw new IllegalArgumentException("Invalid header name: " + Escaped.of(name));
    }
    return name;
  }

  /**
   * Trims a value and refuses it where CR, LF or NUL remain within. Characters outside ASCII pass:
   * whoever writes the bytes must never cut a character to its low byte, which could become one of
   * the three.
   *
   * @param name the field's name; says whether the value is a secret
   * @return the value to send
   * @throws IllegalArgumentException with Electron's words, the value escaped, shortened, and left
   *     out where it is a secret
   */
  public static String checkValue(String name, String value) {
    String normalized = normalizeValue(value);
    if (!isValidValue(normalized)) {
      throw new IllegalArgumentException(
          "Invalid value for header "
              + Escaped.of(name)
              + ": "
              + (isSecret(name) ? "it is not shown, as it is a secret" : Escaped.of(value)));
    }
    return normalized;
  }

  /** Whether the values of this header are secrets: cookies and logins. */
  public static boolean isSecret(String name) {
    return SECRET.contains(lower(name));
  }

  /**
   * Whether a program may not set this request header (Chromium's {@code IsRequestHeaderSafe}, on
   * which Electron's {@code setHeader} builds): {@code Content-Length, Host, Trailer, Te, Upgrade,
   * Cookie2, Keep-Alive, Transfer-Encoding}, everything that starts with {@code Proxy-}, {@code
   * Connection: upgrade}, and the method overrides with a method that Fetch forbids.
   */
  public static boolean isRestricted(String name, String value) {
    String lower = lower(name);
    if (RESTRICTED.contains(lower) || lower.startsWith("proxy-")) {
      return true;
    }
    if (lower.equals("connection")) {
      return listHas(value, Set.of("UPGRADE"));
    }
    return METHOD_OVERRIDES.contains(lower) && listHas(value, FORBIDDEN_METHODS);
  }

  /**
   * Checks a field that a program wants to send: name, value, and that it may set it.
   *
   * @return the value to send
   * @throws IllegalArgumentException naming the field
   */
  public static String checkRequestHeader(String name, String value) {
    checkName(name);
    String normalized = checkValue(name, value);
    if (isRestricted(name, normalized)) {
      throw new IllegalArgumentException(
          "Header " + Escaped.of(name) + " is set by the network stack and cannot be given");
    }
    return normalized;
  }

  /**
   * The method as Fetch writes it (Fetch §2.2.1 "normalize a method"): DELETE, GET, HEAD, OPTIONS,
   * POST and PUT in capitals, any other as it was given.
   *
   * @throws IllegalArgumentException where the method is no token
   */
  public static String normalizeMethod(String method) {
    if (!isToken(method)) {
      throw new IllegalArgumentException("Invalid HTTP method: " + Escaped.of(method));
    }
    for (String known : NORMALIZED) {
      if (known.equalsIgnoreCase(method)) {
        return known;
      }
    }
    return method;
  }

  /** Whether Fetch forbids the method: CONNECT, TRACE, TRACK, in any case (Fetch §2.2.1). */
  public static boolean isForbiddenMethod(String method) {
    return FORBIDDEN_METHODS.contains(method.toUpperCase(Locale.ROOT));
  }

  /**
   * The method that {@code fetch} sends.
   *
   * @throws IllegalArgumentException where the method is no token, or forbidden
   */
  public static String checkFetchMethod(String method) {
    String normalized = normalizeMethod(method);
    if (isForbiddenMethod(normalized)) {
      throw new IllegalArgumentException(Escaped.of(method) + " HTTP method is unsupported.");
    }
    return normalized;
  }

  private static boolean listHas(String value, Set<String> upperCaseItems) {
    for (String item : value.split(",", -1)) {
      if (upperCaseItems.contains(item.strip().toUpperCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHttpWhitespace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
